import type { Language } from '../../address/language.ts';

/**
 * All elements of the page that code outside their own view looks up. Views mark them with `part`; the build puts them into index.html and fails if one
 * is missing; the inline script, the boot script and the early video find them here. Nothing else in src/ uses selectors (src/architecture.test.ts), so
 * a changed class or a new button breaks nothing.
 */

/** The parts and their tags. */
const tags = {
  title: 'h1',
  name: 'input',
  language: 'select',
  join: 'button',
  /** “Listen only”. In index.html a click on Join turns it into Cancel. */
  cancel: 'button',
  /** Says that the browser asks for permission to use the devices. The build removes it, because it is not known yet whether the browser asks. */
  asking: 'p',
  caption: 'p',
  leave: 'button',
  tryAgain: 'button',
  close: 'button',
} as const satisfies Record<string, keyof HTMLElementTagNameMap>;

export type PartName = keyof typeof tags;

// Style sheets use these attributes as well. Each is its own constant, so that bundles contain only those that they use.

/** On the root element while the room is shown, which is dark in every colour scheme. */
export const darkAttribute = 'data-dark';

/** On the elements that the build adds to index.html. Their value is the language. */
export const lobbyAttribute = 'data-first-lobby';
export const earlyVideoAttribute = 'data-early-video';
export const notLoadedAttribute = 'data-not-loaded';

/** The hidden elements with these attributes that the build adds to index.html in each language, and the parts that each contains exactly once. */
export const drawnParts = {
  [lobbyAttribute]: ['title', 'name', 'language', 'join', 'cancel'],
  [earlyVideoAttribute]: ['title', 'caption', 'leave'],
  [notLoadedAttribute]: ['tryAgain', 'close'],
} as const satisfies Record<string, readonly PartName[]>;

/** On the lobby in index.html: the labels of its buttons after a click on Join, and the time of the click by `performance.now()`. */
export const joiningAttribute = 'data-joining';
export const cancellingAttribute = 'data-cancelling';
export const joinedAtAttribute = 'data-joined-at-ms';

/** On the name field of the lobby in index.html, while an IME composes text, as in Japanese. */
export const composingAttribute = 'data-composing';

/** On the early video. Its value is an `EarlyVideoState`. */
export const stateAttribute = 'data-state';

/** On the video element of the early video: whether it shows a shared screen. */
export const screenAttribute = 'data-screen';

/** On a video element: whether it is in portrait format. */
export const uprightAttribute = 'data-upright';

/** Tells the style sheets whether a video is taller than wide. To be called at each `resize` event of the element. */
export function markUpright(video: HTMLVideoElement): void {
  video.setAttribute(uprightAttribute, String(video.videoHeight > video.videoWidth));
}

/** On the template with the preload links for the files of lobby and room. */
export const pageFilesAttribute = 'data-page';

/**
 * `seen`: the early video is shown, and the room is not. `over`: the room's page is shown, but its tile has no video yet. `gone`: the tile has the
 * video, and the early video fades out.
 */
export type EarlyVideoState = 'seen' | 'over' | 'gone';

/** Placeholder for the room's name in the elements that the build adds. */
export const roomMark = '{room}';

/** The id of React's root element. */
export const rootId = 'root';

/** For views: attributes that mark an element as this part. The element has the tag in `tags`. */
export function part<Name extends PartName>(name: Name): { 'data-part': Name } {
  return { 'data-part': name };
}

/** For the build: number of elements in the markup that have this part and its tag. */
export function countPart(markup: string, name: PartName): number {
  return [...markup.matchAll(new RegExp(`<${tags[name]}\\b[^>]*\\bdata-part="${name}"`, 'g'))].length;
}

/** The element of a part. The build has checked its tag. */
export function findPart<Name extends PartName>(
  within: ParentNode | null | undefined,
  name: Name,
): HTMLElementTagNameMap[(typeof tags)[Name]] | null | undefined {
  return within?.querySelector<HTMLElementTagNameMap[(typeof tags)[Name]]>(`[data-part=${name}]`);
}

/** The lobby of index.html in this language, hidden or shown. */
export function findLobby(language: Language): HTMLElement | null {
  return document.querySelector(`[${lobbyAttribute}=${language}]`);
}

/** The element for the early video in this language. */
export function findEarlyVideo(language: Language): HTMLElement | null {
  return document.querySelector(`[${earlyVideoAttribute}=${language}]`);
}

/** The lobby of index.html, if it is shown. */
export function findShownLobby(): HTMLElement | null {
  return document.querySelector(`[${lobbyAttribute}]:not([hidden])`);
}

/** The messages for files that fail to load, one in each language. */
export function findNotLoadedBoxes(): Iterable<HTMLElement> {
  return document.querySelectorAll<HTMLElement>(`[${notLoadedAttribute}]`);
}

export function findRoot(): HTMLElement | null {
  return document.getElementById(rootId);
}

/** The template with the preload links for the files of lobby and room (build/preloadConnection.ts). */
export function findPageFiles(): HTMLTemplateElement | null {
  return document.querySelector<HTMLTemplateElement>(`template[${pageFilesAttribute}]`);
}

/** The app's first script. */
export function findFirstScript(): HTMLScriptElement | null {
  return document.querySelector<HTMLScriptElement>('script[type=module]');
}

/** `--ground` of the room in src/styles/tokens.css. */
const darkGround = '#0c1411';

/**
 * Makes the page's background and the bars of a phone's browser as dark as the room (`.lit-room`), or restores them. index.html has a `theme-color` for
 * each colour scheme, and all of them change.
 */
export function darkenPage(isDark: boolean): void {
  document.documentElement.toggleAttribute(darkAttribute, isDark);
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    meta.dataset.content ??= meta.content;
    meta.content = isDark ? darkGround : meta.dataset.content;
  }
}
