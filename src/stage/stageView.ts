/**
 * The layouts that a guest can choose. `auto`: in a call of two the other participant fills the stage, otherwise all
 * tiles are equally large. `grid`: tiles are equally large in a call of two as well. `speaker`: the tile of the speaker
 * is large. A shared screen is large in every layout.
 */
export const layouts = ['auto', 'grid', 'speaker'] as const;
type Layout = (typeof layouts)[number];

export const pageSizes = [0, 4, 9, 16] as const;
type PageSize = (typeof pageSizes)[number];

/** The choices of this guest for the stage. */
export interface StageView {
  layout: Layout;
  /** The layout to which the button for the speaker layout returns. */
  otherLayout: Exclude<Layout, 'speaker'>;
  /** Number of tiles that a page shows at most; 0 means as many as fit. */
  perPage: PageSize;
  /** Key of the tile that the guest has pinned. */
  pinned: string | undefined;
  /** Keys of the tiles of shared screens that the guest has made small. */
  dismissed: readonly string[];
  isSelfHidden: boolean;
}

export const firstView: StageView = {
  layout: 'auto',
  otherLayout: 'auto',
  perPage: 0,
  pinned: undefined,
  dismissed: [],
  isSelfHidden: false,
};

/** Parses the choices that the browser remembers. Pinned tiles are not remembered. */
export function parseView(remembered: unknown): StageView {
  if (typeof remembered !== 'object' || remembered === null) return firstView;
  const { layout, otherLayout, perPage }: { layout?: unknown; otherLayout?: unknown; perPage?: unknown } =
    remembered;
  const known = layouts.find((one) => one === layout) ?? 'auto';
  // Earlier versions had no page sizes, and stored `grid` for what `auto` means now.
  const chosen = known === 'grid' && perPage === undefined ? 'auto' : known;
  return {
    ...chooseLayout({ ...firstView, otherLayout: otherLayout === 'grid' ? 'grid' : 'auto' }, chosen),
    perPage: pageSizes.find((one) => one === perPage) ?? 0,
    isSelfHidden: 'isSelfHidden' in remembered && remembered.isSelfHidden === true,
  };
}

/**
 * Changes the layout. Also unpins a pinned tile, because the guest would not see the new layout while a tile is pinned.
 */
export function chooseLayout(view: StageView, layout: Layout): StageView {
  const otherLayout = layout === 'speaker' ? view.otherLayout : layout;
  return { ...view, layout, otherLayout, pinned: undefined };
}

/** The facts about a tile that decide whether it is the large one. */
export interface Candidate {
  key: string;
  identity: string;
  isLocal: boolean;
  isScreen: boolean;
  /** Whether the video is taller than wide, by the size that the participant has told LiveKit. */
  isUpright: boolean;
  /** Whether the participant's video is on, known in the speaker view. */
  hasVideo: boolean;
}

/** The tile that stays large: the pinned one, otherwise a shared screen. */
export function keptLarge(view: StageView, tiles: readonly Candidate[]): Candidate | undefined {
  return (
    tiles.find(({ key }) => key === view.pinned) ??
    tiles.find(({ key, isScreen }) => isScreen && !view.dismissed.includes(key))
  );
}

/**
 * The large tile: the one that stays large. If there is none, in the speaker layout the tile of the participant who
 * speaks or spoke last, and if nobody has spoken, one with video.
 *
 * @param speaker identity of the participant who speaks or spoke last; if nobody has spoken, of the one who is large
 *   already, so that a camera that is turned on makes nobody else large
 */
export function largeTile(
  view: StageView,
  tiles: readonly Candidate[],
  speaker: string | undefined,
): Candidate | undefined {
  const kept = keptLarge(view, tiles);
  if (kept || view.layout !== 'speaker') return kept;
  const faces = tiles.filter(({ isLocal, isScreen }) => !isLocal && !isScreen);
  return (
    faces.find(({ identity }) => identity === speaker) ?? faces.find(({ hasVideo }) => hasVideo) ?? faces[0]
  );
}

/** Pins a tile. A tile that is large already becomes small instead. */
export function togglePin(view: StageView, tiles: readonly Candidate[], key: string): StageView {
  const kept = keptLarge(view, tiles);
  if (kept?.key !== key) return { ...view, pinned: key };
  const dismissed = kept.isScreen ? [...view.dismissed, key] : view.dismissed;
  return { ...view, pinned: undefined, dismissed };
}

/**
 * Removes shared screens that have ended from `dismissed`, so that the next screen of the same participant is large.
 * Returns the same object if nothing changes.
 */
export function forgetDismissed(view: StageView, tiles: readonly Candidate[]): StageView {
  const dismissed = view.dismissed.filter((key) => tiles.some((tile) => tile.key === key));
  return dismissed.length === view.dismissed.length ? view : { ...view, dismissed };
}
