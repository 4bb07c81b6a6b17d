/**
 * `auto`: in a call of two the other fills the stage, otherwise all tiles are equally large. `grid`: they are so in a call of two as well. `speaker`: the
 * speaker's tile is large. A shared screen is large in each of them.
 */
export const layouts = ['auto', 'grid', 'speaker'] as const;
type Layout = (typeof layouts)[number];

export const pageSizes = [0, 4, 9, 16] as const;
type PageSize = (typeof pageSizes)[number];

/** The guest's choices for the stage. */
export interface StageView {
  layout: Layout;
  /** The layout that the button for the speaker view returns to. */
  otherLayout: Exclude<Layout, 'speaker'>;
  /** Most tiles on a page; 0 for as many as fit. */
  perPage: PageSize;
  /** Key of the pinned tile. */
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

/** Parses the remembered choices. Pins are not remembered. */
export function parseView(remembered: unknown): StageView {
  if (typeof remembered !== 'object' || remembered === null) return firstView;
  const { layout, otherLayout, perPage }: { layout?: unknown; otherLayout?: unknown; perPage?: unknown } =
    remembered;
  const known = layouts.find((one) => one === layout) ?? 'auto';
  // Before there were page sizes, `grid` meant what `auto` means now.
  const chosen = known === 'grid' && perPage === undefined ? 'auto' : known;
  return {
    ...chooseLayout({ ...firstView, otherLayout: otherLayout === 'grid' ? 'grid' : 'auto' }, chosen),
    perPage: pageSizes.find((one) => one === perPage) ?? 0,
    isSelfHidden: 'isSelfHidden' in remembered && remembered.isSelfHidden === true,
  };
}

/** Unpins, because with a pinned tile the layout would not be visible. */
export function chooseLayout(view: StageView, layout: Layout): StageView {
  const otherLayout = layout === 'speaker' ? view.otherLayout : layout;
  return { ...view, layout, otherLayout, pinned: undefined };
}

/** The facts about a tile that are needed to choose the large one. */
export interface Candidate {
  key: string;
  identity: string;
  isLocal: boolean;
  isScreen: boolean;
  /** Whether the video is taller than wide, as far as the participant has told LiveKit. */
  isUpright: boolean;
}

/** The tile that is kept large: the pinned one, otherwise a shared screen. */
export function keptLarge(view: StageView, tiles: readonly Candidate[]): Candidate | undefined {
  return (
    tiles.find(({ key }) => key === view.pinned) ??
    tiles.find(({ key, isScreen }) => isScreen && !view.dismissed.includes(key))
  );
}

/** The large tile: the one that is kept large, or in the speaker layout that of the participant who speaks or spoke last. */
export function largeTile(
  view: StageView,
  tiles: readonly Candidate[],
  speaker: string | undefined,
): Candidate | undefined {
  const kept = keptLarge(view, tiles);
  if (kept || view.layout !== 'speaker') return kept;
  const faces = tiles.filter(({ isLocal, isScreen }) => !isLocal && !isScreen);
  return faces.find(({ identity }) => identity === speaker) ?? faces[0];
}

/** Pins a tile; if it is large already, makes it small. */
export function togglePin(view: StageView, tiles: readonly Candidate[], key: string): StageView {
  const kept = keptLarge(view, tiles);
  if (kept?.key !== key) return { ...view, pinned: key };
  const dismissed = kept.isScreen ? [...view.dismissed, key] : view.dismissed;
  return { ...view, pinned: undefined, dismissed };
}

/** Removes ended shares from `dismissed`, so that the next share of the same participant is large. Returns the same object if nothing changes. */
export function forgetDismissed(view: StageView, tiles: readonly Candidate[]): StageView {
  const dismissed = view.dismissed.filter((key) => tiles.some((tile) => tile.key === key));
  return dismissed.length === view.dismissed.length ? view : { ...view, dismissed };
}
