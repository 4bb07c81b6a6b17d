/** What the guest has chosen to look at. */
export interface StageView {
  /** Everyone equally large, or whoever speaks. */
  layout: 'grid' | 'speaker';
  /** The tile that is kept large, by its key. */
  pinned: string | undefined;
  /** Shared screens that the guest has made small again, by the keys of their tiles. */
  dismissed: readonly string[];
  isSelfHidden: boolean;
}

export const firstView: StageView = {
  layout: 'grid',
  pinned: undefined,
  dismissed: [],
  isSelfHidden: false,
};

/** What was remembered of the guest's view. Pins are of one call: people and screens come and go. */
export function parseView(remembered: unknown): StageView {
  if (typeof remembered !== 'object' || remembered === null) return firstView;
  return {
    ...firstView,
    layout: 'layout' in remembered && remembered.layout === 'speaker' ? 'speaker' : 'grid',
    isSelfHidden: 'isSelfHidden' in remembered && remembered.isSelfHidden === true,
  };
}

/** What the choice of the large tile needs to know of a tile. */
export interface Candidate {
  key: string;
  identity: string;
  isLocal: boolean;
  isScreen: boolean;
}

/** The tile that is kept large: pinned by the guest, or a screen that somebody shares. */
export function keptLarge(view: StageView, tiles: readonly Candidate[]): Candidate | undefined {
  return (
    tiles.find(({ key }) => key === view.pinned) ??
    // One's own screen stays small: it would show itself in itself.
    tiles.find(({ key, isScreen, isLocal }) => isScreen && !isLocal && !view.dismissed.includes(key))
  );
}

/** The large tile, if any: kept large, or in the speaker view whoever speaks or spoke last. */
export function largeTile(
  view: StageView,
  tiles: readonly Candidate[],
  speaker: string | undefined,
): Candidate | undefined {
  const kept = keptLarge(view, tiles);
  if (kept || view.layout === 'grid') return kept;
  const faces = tiles.filter(({ isLocal, isScreen }) => !isLocal && !isScreen);
  return faces.find(({ identity }) => identity === speaker) ?? faces[0];
}

/** Pins a tile, or makes it small again. */
export function togglePin(view: StageView, tiles: readonly Candidate[], key: string): StageView {
  const kept = keptLarge(view, tiles);
  if (kept?.key !== key) return { ...view, pinned: key };
  const dismissed = kept.isScreen ? [...view.dismissed, key] : view.dismissed;
  return { ...view, pinned: undefined, dismissed };
}

/** Shares that are over: the next one of the same person is large again. Nothing to forget gives the same object. */
export function forgetDismissed(view: StageView, tiles: readonly Candidate[]): StageView {
  const dismissed = view.dismissed.filter((key) => tiles.some((tile) => tile.key === key));
  return dismissed.length === view.dismissed.length ? view : { ...view, dismissed };
}
