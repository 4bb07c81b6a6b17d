/** Elements of the room's page that the early video, the stage and keyboard shortcuts look up. The views mark them with these functions. */

const connectionAttribute = 'data-connection';
const tileAttribute = 'data-tile';
const ownAttribute = 'data-own';

/** For views: attribute that marks the room's page. */
export function roomPageMark<Connection extends string>(connection: Connection) {
  return { [connectionAttribute]: connection };
}

/**
 * For views: attributes that mark the tile with this key.
 *
 * @param isOwn whether the tile is the guest's own
 */
export function tileMark(key: string, isOwn: boolean) {
  return { [tileAttribute]: key, [ownAttribute]: isOwn };
}

export const arrowsAttribute = 'data-arrows';

/**
 * For views: marks a group of buttons that the arrow keys move between.
 *
 * @param isOneStop whether the Tab key stops at the group only once
 */
export function arrowsMark(isOneStop: boolean) {
  return { [arrowsAttribute]: isOneStop };
}

/** The room's page, whether it is hidden or shown. */
export function findRoomPage(): Element | null {
  return document.querySelector(`main[${connectionAttribute}]`);
}

/** The video elements of all tiles. */
export function findTileVideos(): HTMLVideoElement[] {
  return [...document.querySelectorAll<HTMLVideoElement>(`[${tileAttribute}] video`)];
}

/** The tiles in a list, by their keys. */
export function tilesOf(list: ParentNode): Map<string | null, Element> {
  return new Map(
    [...list.querySelectorAll(`[${tileAttribute}]`)].map((tile) => [tile.getAttribute(tileAttribute), tile]),
  );
}

/** The tile with the guest's own video, unless the guest has hidden it. */
export function findOwnTile(): Element | null {
  return document.querySelector(`[${tileAttribute}][${ownAttribute}=true]`);
}

/** The key of the tile that has the focus, otherwise of the tile under the mouse pointer. */
export function findPointedTile(stage: ParentNode): string | undefined {
  const tile = [':focus-within', ':hover']
    .map((state) => stage.querySelector(`[${tileAttribute}]${state}`))
    .find((found) => found !== null);
  return tile?.getAttribute(tileAttribute) ?? undefined;
}

export function isInTile(element: Element): boolean {
  return element.closest(`[${tileAttribute}]`) !== null;
}
