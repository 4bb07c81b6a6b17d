import type { Language } from '../../address/language.ts';

/**
 * All elements of the page that code outside their own view looks up. Views mark such an element with `part`; the build
 * puts the elements into index.html and fails if one is missing; the inline script, the boot script and the early video
 * find them here. Nothing else in src/ uses selectors (src/architecture.test.ts), so a changed class or a new button
 * breaks nothing.
 */

/** Names of the elements that other code looks up, and the tag of each. */
const tags = {
  title: 'h1',
  name: 'input',
  language: 'select',
  join: 'button',
  /** The lobby's button “Listen only”. In the lobby of index.html a click on Join turns it into Cancel. */
  cancel: 'button',
  /**
   * Tells the guest that the browser asks for permission to use the devices. The build leaves the text out, because it
   * is not known at build time whether the browser asks.
   */
  asking: 'p',
  caption: 'p',
  leave: 'button',
  tryAgain: 'button',
  close: 'button',
} as const satisfies Record<string, keyof HTMLElementTagNameMap>;

export type PartName = keyof typeof tags;

// Attributes for scripts and style sheets. Each is a constant of its own, so that a bundle contains only the ones that
// it uses.

/** Set on the root element of the document while the room is shown, which is dark in every colour scheme. */
export const darkAttribute = 'data-dark';

/** Set on the elements that the build adds to index.html. Their value is the language of the element's text. */
export const lobbyAttribute = 'data-first-lobby';
export const earlyVideoAttribute = 'data-early-video';
export const notLoadedAttribute = 'data-not-loaded';

/**
 * The hidden elements that the build adds to index.html in each language, by their attribute, and the parts that each
 * of them contains exactly once.
 */
export const drawnParts = {
  [lobbyAttribute]: ['title', 'name', 'language', 'join', 'cancel'],
  [earlyVideoAttribute]: ['title', 'caption', 'leave'],
  [notLoadedAttribute]: ['tryAgain', 'close'],
} as const satisfies Record<string, readonly PartName[]>;

/**
 * Set on the lobby in index.html: the labels of its buttons after a click on Join, and the time of the click by
 * `performance.now()`.
 */
export const joiningAttribute = 'data-joining';
export const cancellingAttribute = 'data-cancelling';
export const joinedAtAttribute = 'data-joined-at-ms';

/** Set on the name field of the lobby in index.html while an IME composes text, as in Japanese. */
export const composingAttribute = 'data-composing';

/** Set on the video that src/start/earlyVideo.ts shows before the room is rendered. Its value is an `EarlyVideoState`. */
export const stateAttribute = 'data-state';

/** Set on the video element of the early video: tells whether the video is a shared screen. */
export const screenAttribute = 'data-screen';

/** Set on a video element or a video's last frame: tells whether it is in portrait format. */
export const uprightAttribute = 'data-upright';

/** For views: attribute that tells the style sheets whether a picture of this size is taller than wide. */
export function uprightMark({ width, height }: { width: number; height: number }) {
  return { [uprightAttribute]: height > width };
}

/**
 * Tells the style sheets whether a video is taller than wide. Must be called at each `resize` event of the video
 * element.
 */
export function markUpright(video: HTMLVideoElement): void {
  const mark = uprightMark({ width: video.videoWidth, height: video.videoHeight });
  video.setAttribute(uprightAttribute, String(mark[uprightAttribute]));
}

/** Set on the template element with the preload links for the files of lobby and room. */
export const pageFilesAttribute = 'data-page';

/**
 * State of the early video. `seen`: the early video is shown, and the room is not. `over`: the room's page is shown,
 * but the participant's tile has no video yet. `gone`: the tile has the video, and the early video fades out.
 */
export type EarlyVideoState = 'seen' | 'over' | 'gone';

/** Placeholder for the room's name in the elements that the build adds to index.html. */
export const roomMark = '{room}';

/** The id of React's root element. */
export const rootId = 'root';

/**
 * For views: the attributes that mark an element, so that other code finds it by this name. The element must have the
 * tag that `tags` gives.
 */
export function part<Name extends PartName>(name: Name): { 'data-part': Name } {
  return { 'data-part': name };
}

/** For the build: how often the markup contains this named element with its tag. */
export function countPart(markup: string, name: PartName): number {
  return [...markup.matchAll(new RegExp(`<${tags[name]}\\b[^>]*\\bdata-part="${name}"`, 'g'))].length;
}

/** The element that a view has marked with this name. The build has checked the element's tag. */
export function findPart<Name extends PartName>(
  within: ParentNode | null | undefined,
  name: Name,
): HTMLElementTagNameMap[(typeof tags)[Name]] | null | undefined {
  return within?.querySelector<HTMLElementTagNameMap[(typeof tags)[Name]]>(`[data-part=${name}]`);
}

/** The lobby of index.html in this language, whether it is hidden or shown. */
export function findLobby(language: Language): HTMLElement | null {
  return document.querySelector(`[${lobbyAttribute}=${language}]`);
}

/** The element of index.html for the early video, in this language. */
export function findEarlyVideo(language: Language): HTMLElement | null {
  return document.querySelector(`[${earlyVideoAttribute}=${language}]`);
}

/** The lobby of index.html, if one is shown. */
export function findShownLobby(): HTMLElement | null {
  return document.querySelector(`[${lobbyAttribute}]:not([hidden])`);
}

/** The messages in index.html about files that fail to load, one in each language. */
export function findNotLoadedBoxes(): Iterable<HTMLElement> {
  return document.querySelectorAll<HTMLElement>(`[${notLoadedAttribute}]`);
}

export function findRoot(): HTMLElement | null {
  return document.getElementById(rootId);
}

/** The template element with the preload links for the files of lobby and room (build/preloadConnection.ts). */
export function findPageFiles(): HTMLTemplateElement | null {
  return document.querySelector<HTMLTemplateElement>(`template[${pageFilesAttribute}]`);
}

/** The script element that loads the app's first module. */
export function findFirstScript(): HTMLScriptElement | null {
  return document.querySelector<HTMLScriptElement>('script[type=module]');
}

/**
 * The room's background colour for the phone's bars: a copy of `--dark-ground` in src/styles/tokens.css, because a
 * `theme-color` can't refer to a custom property.
 */
const darkGround = '#0c1411';

/**
 * Makes the page's background and the bars of a phone's browser as dark as the room (`.lit-room`), or restores them.
 * index.html has one `theme-color` for each colour scheme, and all of them change.
 */
export function darkenPage(isDark: boolean): void {
  document.documentElement.toggleAttribute(darkAttribute, isDark);
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    meta.dataset.content ??= meta.content;
    meta.content = isDark ? darkGround : meta.dataset.content;
  }
}
