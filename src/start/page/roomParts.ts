/** What the early video, the stage and keys find of the room's page. Its views mark it with these functions. */

const connectionAttribute = 'data-connection';
const tileAttribute = 'data-tile';

/** For views: marks the room's page. */
export function roomPageMark<Connection extends string>(connection: Connection) {
  return { [connectionAttribute]: connection };
}

/** For views: marks the tile with this key. */
export function tileMark(key: string) {
  return { [tileAttribute]: key };
}

/** The room's page, which may be hidden. */
export function findRoomPage(): Element | null {
  return document.querySelector(`main[${connectionAttribute}]`);
}

/** The videos of all tiles. */
export function findTileVideos(): HTMLVideoElement[] {
  return [...document.querySelectorAll<HTMLVideoElement>(`[${tileAttribute}] video`)];
}

/** The key of the tile that has the focus, or else of the one under the mouse. */
export function findPointedTile(stage: ParentNode): string | undefined {
  const tile = [':focus-within', ':hover']
    .map((state) => stage.querySelector(`[${tileAttribute}]${state}`))
    .find((found) => found !== null);
  return tile?.getAttribute(tileAttribute) ?? undefined;
}

export function isInTile(element: Element): boolean {
  return element.closest(`[${tileAttribute}]`) !== null;
}
