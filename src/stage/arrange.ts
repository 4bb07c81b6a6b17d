import { insertSelf, type Order } from '../meeting/order.ts';
import { tilesPerPage, type GridSpace } from './grid.ts';
import { openPage, type Page } from './pages.ts';
import { placeDuo, placeGrid, placeSpotlight, solveStrip, type Place } from './placement.ts';
import { largeTile, type Candidate, type StageView } from './stageView.ts';

interface Stage {
  /** The tiles to arrange: one for each participant and each shared screen. */
  tiles: readonly Candidate[];
  view: StageView;
  /** Identity of the participant whom the speaker layout shows large. */
  speaker: string | undefined;
  order: Order;
  wantedPage: number;
  space: GridSpace;
}

/** Which tiles the stage shows, and where. */
export interface Scene {
  large: Candidate | undefined;
  /**
   * Whether this is a call of two: then the first tile fills the stage, and the second one, if the guest has not hidden
   * it, is the guest's own, small, in a corner.
   */
  isDuo: boolean;
  shown: { key: string; place: Place }[];
  page: Page;
  pager: 'none' | 'below' | 'beside';
  /** Number of other participants on the first page of tiles; `Infinity` if there is only one page. */
  onFirstPage: number;
}

/** Space for the pager: a button and a gap, in CSS pixels. */
const pagerSize = 52;
/** If a wide stage is lower than this, the pager is at its side instead of below the tiles. */
const shortHeight = 420;

export function arrange({ tiles, view, speaker, order, wantedPage, space: whole }: Stage): Scene {
  const large = largeTile(view, tiles, speaker);
  const rest = tiles.filter((tile) => tile !== large);
  const screens = rest.filter(({ isScreen }) => isScreen);
  const faces = rest.filter(({ isScreen }) => !isScreen);
  const self = faces.filter(({ isLocal }) => isLocal);
  const others = faces
    .filter(({ isLocal }) => !isLocal)
    .toSorted((a, b) => order.indexOf(a.identity) - order.indexOf(b.identity));
  const areUpright = faces.filter(({ isUpright }) => isUpright).length > faces.length / 2;
  const space = { ...whole, areUpright };

  const [other] = others;
  const [me] = self;
  if (!large && view.layout === 'auto' && other && others.length === 1 && screens.length === 0) {
    const [full, small] = placeDuo(space, me?.isUpright ?? false);
    return {
      large,
      isDuo: true,
      shown: [{ key: other.key, place: full }, ...(me ? [{ key: me.key, place: small }] : [])],
      page: openPage(0, 2, 2),
      pager: 'none',
      onFirstPage: Infinity,
    };
  }

  const fit = (room: GridSpace) =>
    Math.min(view.perPage || Infinity, large ? solveStrip(room).count : tilesPerPage(room));
  const pager = rest.length <= fit(space) ? 'none' : pagerSide(space);
  const left = withoutPager(space, pager);
  const perPage = pager === 'none' ? Math.max(1, rest.length) : fit(left);
  const forFaces = perPage - screens.length;
  const ordered = [...screens, ...insertSelf(others, self, forFaces)];
  const page = openPage(wantedPage, ordered.length, perPage);
  const onPage = ordered.slice(page.start, page.end);
  const places = large ? placeSpotlight(onPage.length, left, large.isScreen) : placeGrid(onPage.length, left);
  const shown = (large ? [large, ...onPage] : onPage).flatMap(({ key }, index) => {
    const place = places[index];
    return place ? [{ key, place }] : [];
  });
  const onFirstPage = page.count === 1 ? Infinity : Math.max(0, forFaces - self.length);
  return { large, isDuo: false, shown, page, pager, onFirstPage };
}

function pagerSide({ width, height }: GridSpace): 'below' | 'beside' {
  return width > height && height < shortHeight ? 'beside' : 'below';
}

function withoutPager(space: GridSpace, pager: Scene['pager']): GridSpace {
  switch (pager) {
    case 'none':
      return space;
    case 'below':
      return { ...space, height: Math.max(0, space.height - pagerSize) };
    case 'beside':
      return { ...space, width: Math.max(0, space.width - pagerSize) };
    default:
      return pager satisfies never;
  }
}
