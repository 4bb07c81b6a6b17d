import { RoomEvent, Track, type Participant, type Room, type TrackPublication } from 'livekit-client';
import { roleOf } from '../call/roles.ts';
import { createListeners, type Followed } from '../listeners.ts';
import { arrivedAtMs } from './arrivedAtMs.ts';
import { raisedAtMs } from './hands.ts';
import { presenceEvents } from './presenceEvents.ts';

/**
 * A tile of the stage. Each participant has one, and so does one screen that another participant shares: the first, if
 * they share several.
 */
export interface Tile {
  /**
   * `tileKey` when the tile was made. It may differ later, because LiveKit tells the guest's own identity only in its
   * answer to the join.
   */
  key: string;
  participant: Participant;
  source: Track.Source;
  /** The published video of the participant; `undefined` if the participant has never turned the camera on. */
  publication: TrackPublication | undefined;
  /** Whether the tile is kept for a participant who is not back yet, while the connection is made anew. */
  isAway?: true;
}

/** LiveKit's room events after which the list of tiles may have changed. */
const tileEvents: readonly RoomEvent[] = [
  ...presenceEvents,
  RoomEvent.TrackPublished,
  RoomEvent.TrackUnpublished,
  RoomEvent.LocalTrackPublished,
  RoomEvent.LocalTrackUnpublished,
];

/** LiveKit's room events after which the stage may show other tiles (`isOnStage`). */
export const stageEvents: readonly RoomEvent[] = [
  ...tileEvents,
  RoomEvent.ParticipantPermissionsChanged,
  RoomEvent.ParticipantAttributesChanged,
];

/** Key of a tile. It stays the same when the participant loses the connection and rejoins. */
export function tileKey({
  participant,
  source,
}: {
  participant: { identity: string };
  source: Track.Source;
}): string {
  return `${participant.identity} ${source}`;
}

/**
 * The tiles in their order: screens first, then the others in the order in which they joined, the guest last, so that
 * no tile moves when somebody joins. The guest's own screen has no tile, because it would show itself inside itself.
 */
export function tilesOf(room: Room): Tile[] {
  const others = [...room.remoteParticipants.values()];
  const faces = [room.localParticipant, ...others].map((participant) => {
    const source = Track.Source.Camera;
    return tileOf(participant, source, participant.getTrackPublication(source));
  });
  const screens = others.flatMap((participant) => {
    const source = Track.Source.ScreenShare;
    const shared = [...participant.videoTrackPublications.values()].find((one) => one.source === source);
    return shared ? [tileOf(participant, source, shared)] : [];
  });
  return [...screens, ...faces].toSorted(compareTiles);
}

function tileOf(participant: Participant, source: Track.Source, publication?: TrackPublication): Tile {
  return { key: tileKey({ participant, source }), participant, source, publication };
}

/**
 * Whether the stage shows this tile. It shows no listeners: they can't be seen or heard, and with 200 of them the
 * speakers would not fit on a page. A listener who raises a hand is shown until the hand is down, and guests always see
 * themselves.
 */
export function isOnStage({ participant, source }: Tile): boolean {
  return (
    participant.isLocal ||
    source !== Track.Source.Camera ||
    roleOf(participant) !== 'listener' ||
    raisedAtMs(participant.attributes) !== undefined
  );
}

/**
 * Whether the video is taller than wide. LiveKit reports the first size only, so the answer is wrong after the sender
 * has turned their phone.
 */
export function isUpright(publication: TrackPublication | undefined): boolean {
  const { width = 0, height = 0 } = publication?.dimensions ?? {};
  return height > width;
}

export function isSameTile(a: Tile, b: Tile): boolean {
  return a.key === b.key && a.participant === b.participant && a.publication === b.publication;
}

/** The participants in a list of tiles. Each participant has exactly one tile for the camera. */
export function peopleIn(tiles: readonly Tile[]): Participant[] {
  return tiles.flatMap(({ participant, source }) => (source === Track.Source.Camera ? [participant] : []));
}

/**
 * The tiles while the connection is made anew: all tiles stay, and participants who are back appear in the tiles that
 * they had before.
 */
export function withReturned(before: readonly Tile[], present: readonly Tile[]): readonly Tile[] {
  const returned = new Map(present.map((tile) => [tile.key, tile]));
  const known = new Set(before.map(({ key }) => key));
  return [
    ...before.map((tile) => returned.get(tile.key) ?? { ...tile, isAway: true as const }),
    ...present.filter((tile) => !known.has(tile.key)),
  ];
}

function compareTiles(a: Tile, b: Tile): number {
  return rank(a) - rank(b) || arrivedAtMs(a.participant) - arrivedAtMs(b.participant);
}

function rank({ participant, source }: Tile): number {
  if (source === Track.Source.ScreenShare) return 0;
  return participant.isLocal ? 2 : 1;
}

/**
 * Other participants may disappear this long before the guest's own connection is lost, by the same cause: a server
 * that shuts down disconnects one participant after the other.
 */
const sameFaultMs = 2000;

/**
 * The tiles from before the connection was lost, until the list of participants is complete again; `undefined` when it
 * is complete.
 */
export interface TilesBefore extends Followed<readonly Tile[] | undefined> {
  /**
   * Remembers the tiles of this room while the list of participants is complete.
   *
   * @returns detaches
   */
  attach: (room: Room) => () => void;
  end: () => void;
}

export function createTilesBefore(settled: Followed<boolean>): TilesBefore {
  let kept: readonly Tile[] = [];
  let present = kept;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const { subscribe, tellAll } = createListeners();

  function keep(): void {
    clearTimeout(timer);
    if (!settled.getState()) return;
    // If participants are missing, the connection may be about to be lost, so the old tiles are kept for a while.
    if (present.length < kept.length) timer = setTimeout(() => (kept = present), sameFaultMs);
    else kept = present;
  }

  settled.subscribe(() => {
    keep();
    tellAll();
  });

  return {
    getState: () => (settled.getState() ? undefined : kept),
    subscribe,
    attach(room) {
      const look = () => {
        present = tilesOf(room);
        keep();
      };
      look();
      for (const event of tileEvents) room.on(event, look);
      return () => {
        for (const event of tileEvents) room.off(event, look);
      };
    },
    end() {
      clearTimeout(timer);
      kept = [];
    },
  };
}
