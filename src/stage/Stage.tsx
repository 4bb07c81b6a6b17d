import { Track } from 'livekit-client';
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
} from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { arrowsMark, isInTile } from '../start/page/roomParts.ts';
import { isInButton, isInField, isInPopover } from '../start/page/standardElements.ts';
import { addNewcomers } from '../meeting/order.ts';
import { isUpright, peopleIn, type Tile } from '../meeting/tiles.ts';
import { useTiles } from '../tiles/useTiles.ts';
import { arrange } from './arrange.ts';
import { MoveSelfButton } from './MoveSelfButton.tsx';
import { Pager } from './Pager.tsx';
import { pageStep } from './pages.ts';
import { forgetDismissed, keptLarge, togglePin, type Candidate } from './stageView.ts';
import { TileView, type TileActions } from './TileView.tsx';
import { useKeptFocus } from './useKeptFocus.ts';
import { useCorner } from './useCorner.ts';
import { useMovingTiles } from './useMovingTiles.ts';
import { useFollowedSpeaker } from './useFollowedSpeaker.ts';
import { usePinKey } from './usePinKey.ts';
import { useSize } from './useSize.ts';
import type { StageViewState } from './useStageView.ts';
import { useSwipe } from './useSwipe.ts';
import styles from './Stage.module.css';

const gap = 8;

/**
 * How long a shared screen that the guest has made small stays small after it has disappeared: a participant who
 * reconnects publishes it again within this time. A screen that comes later counts as a new one.
 */
const shareGoneMs = 10_000;

/** Shows the tiles of all participants, equally large, or one large and the others beside it. */
export function Stage({ view, setView }: StageViewState) {
  const { stage, view: words } = useRoomMessages();
  const room = useRoomContext();
  const ref = useRef<HTMLDivElement>(null);
  const size = useSize(ref);
  const all = useTiles();
  const isSpeakerView = view.layout === 'speaker';
  const speaker = useFollowedSpeaker(room, isSpeakerView);
  const [wantedPage, setWantedPage] = useState(0);
  const corner = useCorner(size);
  /** Whether a touch screen shows faces without buttons over them. */
  const [isBare, setBare] = useState(false);

  const isAlone = peopleIn(all).length === 1;
  // A guest who is alone always sees the own tile, because the stage would be empty without it.
  const isSelfHidden = view.isSelfHidden && !isAlone;
  const tiles = useMemo(
    () =>
      all.filter((tile) => !(isSelfHidden && isOwnFace(tile))).map((tile) => candidate(tile, isSpeakerView)),
    [all, isSelfHidden, isSpeakerView],
  );
  const present = useMemo(
    () => tiles.filter(({ isLocal, isScreen }) => !isLocal && !isScreen).map(({ identity }) => identity),
    [tiles],
  );
  const { order } = useMeeting();
  // Adds newcomers to the order for this render. The effect below adds them permanently.
  const ordered = addNewcomers(useFollowed(order), present);
  const kept = keptLarge(view, tiles)?.key;
  /** Who is large in the speaker view. They stay large until another participant speaks or they leave. */
  const [lastLarge, setLastLarge] = useState<string>();
  const scene = arrange({
    tiles,
    view,
    speaker: speaker ?? lastLarge,
    order: ordered,
    wantedPage,
    space: { ...size, gap },
  });
  const nowLarge = kept === undefined ? scene.large?.identity : undefined;
  if (nowLarge !== lastLarge) setLastLarge(nowLarge);
  const shown = scene.shown.map(({ key, place }, index) => {
    const isFloating = scene.isDuo && index === 1;
    return { key, size: place, place: isFloating ? corner.place(place) : place, isFloating };
  });
  const list = useRef<HTMLUListElement>(null);
  useMovingTiles(list, shown, size);
  const belowTiles = size.height - Math.max(0, ...scene.shown.map(({ place }) => place.y + place.height));
  // Set on the stage's parent, because the toasts are beside the stage: they are above the names of the lowest tiles.
  useLayoutEffect(
    () => ref.current?.parentElement?.style.setProperty('--below-tiles', `${belowTiles}px`),
    [belowTiles],
  );
  const { onFirstPage } = scene;
  useEffect(() => order.show({ present, onFirstPage }), [order, present, onFirstPage]);

  // `onPin` reads the tiles from a ref, so that it stays the same function: a new one would render all tiles again.
  const tilesNow = useRef(tiles);
  useEffect(() => {
    tilesNow.current = tiles;
  }, [tiles]);
  const onPin = useCallback(
    (key: string) => setView((current) => togglePin(current, tilesNow.current, key)),
    [setView],
  );
  usePinKey(ref, onPin);
  const followFocus = useKeptFocus(ref);
  const { dismissed } = view;
  useEffect(() => {
    if (dismissed.length === 0) return undefined;
    const timer = setTimeout(() => setView((current) => forgetDismissed(current, tiles)), shareGoneMs);
    return () => clearTimeout(timer);
  }, [dismissed, tiles, setView]);
  const actions = useMemo<TileActions>(
    () => ({
      onPin,
      onHideSelf: isAlone ? undefined : () => setView((current) => ({ ...current, isSelfHidden: true })),
    }),
    [onPin, setView, isAlone],
  );

  const { page } = scene;
  const isMirrored = () => ref.current !== null && getComputedStyle(ref.current).direction === 'rtl';
  function turn(step: -1 | 1): void {
    // The new page is counted from the shown page, because the page that the guest wanted last may no longer exist.
    setWantedPage(Math.min(Math.max(0, page.index + step), page.count - 1));
  }
  function onKeyDown(event: KeyboardEvent): void {
    const step = pageStep(event.key, isMirrored());
    if (!step || page.count === 1 || event.defaultPrevented || isInField(event.target)) return;
    if (!(event.target instanceof Element) || isInPopover(event.target)) return;
    event.preventDefault();
    // Turning the page removes a tile that has the focus, so the focus moves to the stage.
    if (isInTile(event.target)) ref.current?.focus();
    turn(step);
  }
  const swipe = useSwipe(turn, isMirrored);
  // The type of the pointer is read from the touch before the click: in the oldest supported browsers (Safari 17.5,
  // Firefox 125) the `click` event is a MouseEvent, which does not have it.
  const isTouch = useRef(false);
  function onPointerDownCapture({ pointerType }: PointerEvent): void {
    isTouch.current = pointerType === 'touch';
  }
  function onClick({ target }: MouseEvent): void {
    if (isTouch.current && !isInButton(target) && !isInPopover(target)) setBare(!isBare);
  }

  return (
    // Everything that these handlers do can also be done with buttons, so nothing is inaccessible.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={ref}
      className={styles.stage}
      data-pager={scene.pager}
      data-bare={isBare}
      role="group"
      aria-label={words.stage}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onPointerDownCapture={onPointerDownCapture}
      {...swipe}
    >
      <ul
        ref={list}
        className={styles.tiles}
        aria-label={stage.participants}
        {...followFocus}
        {...arrowsMark(true)}
      >
        {shown.map(({ key, size: ownSize, place, isFloating }) => {
          const tile = all.find((one) => one.key === key);
          if (!tile) return null;
          return (
            <TileView
              key={key}
              tile={tile}
              place={place}
              isPinned={key === kept}
              actions={actions}
              {...(isFloating && {
                floating: corner.handlers(ownSize),
                children: <MoveSelfButton onKeyDown={corner.onKeyDown} onMove={corner.moveOn} />,
              })}
            />
          );
        })}
      </ul>
      {page.count > 1 && <Pager page={page} onTurn={turn} />}
    </div>
  );
}

function candidate(tile: Tile, isSpeakerView: boolean): Candidate {
  const { key, participant, source, publication } = tile;
  const { identity, isLocal } = participant;
  const isScreen = source === Track.Source.ScreenShare;
  const hasVideo = isSpeakerView && publication?.isMuted === false;
  return { key, identity, isLocal, isScreen, isUpright: isUpright(publication), hasVideo };
}

function isOwnFace({ participant, source }: Tile): boolean {
  return participant.isLocal && source === Track.Source.Camera;
}
