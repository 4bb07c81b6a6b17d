import type { Language } from '../../messages/language.ts';

/**
 * Everything in the page's HTML that code finds from outside the view which draws it. The build writes it into index.html and refuses markup that
 * lacks a part; views mark it with `part`; the inline script, the boot script and the early video find it here. Nothing else in src/ finds elements
 * by a selector (src/architecture.test.ts), so that a changed class or a new button breaks nothing.
 */

/** The parts, and the tag that each one has. */
const tags = {
  title: 'h1',
  name: 'input',
  language: 'select',
  join: 'button',
  /** “Listen only”. In index.html it becomes Cancel at a click on Join. */
  cancel: 'button',
  /** Says that the browser asks for the devices. The build leaves it out: whether it does is not known yet. */
  asking: 'p',
  caption: 'p',
  leave: 'button',
  tryAgain: 'button',
  close: 'button',
} as const satisfies Record<string, keyof HTMLElementTagNameMap>;

export type PartName = keyof typeof tags;

// Style sheets use these attributes as well. Each is a constant of its own, so that a file gets no more of them than it uses.

/** On what the build draws: its language. */
export const lobbyAttribute = 'data-first-lobby';
export const earlyVideoAttribute = 'data-early-video';
export const notLoadedAttribute = 'data-not-loaded';

/** What the build draws into index.html in each language, hidden, under these attributes, and the parts that each of them has once. */
export const drawnParts = {
  [lobbyAttribute]: ['title', 'name', 'language', 'join', 'cancel'],
  [earlyVideoAttribute]: ['title', 'caption', 'leave'],
  [notLoadedAttribute]: ['tryAgain', 'close'],
} as const satisfies Record<string, readonly PartName[]>;

/** On the lobby in index.html: the texts of its buttons after a click on Join, and when that was, by performance.now. */
export const joiningAttribute = 'data-joining';
export const cancellingAttribute = 'data-cancelling';
export const joinedAtAttribute = 'data-joined-at-ms';

/** On its name field, while a word is being composed, as in Japanese. */
export const composingAttribute = 'data-composing';

/** On the early video: an `EarlyVideoState`. */
export const stateAttribute = 'data-state';

/** On the video in it: whether it shows a screen, and whether it is upright. */
export const screenAttribute = 'data-screen';
export const uprightAttribute = 'data-upright';

/** On the template that names the files of lobby and room. */
export const pageFilesAttribute = 'data-page';

/**
 * `seen`: somebody is seen, and nothing of the room. `over`: the room's page is there, and its tile has no picture yet. `gone`: it has, and the
 * early video fades.
 */
export type EarlyVideoState = 'seen' | 'over' | 'gone';

/** Stands where the room's name will, in what the build draws. */
export const roomMark = '{room}';

/** The id of the element that React draws into. */
export const rootId = 'root';

/** For views: marks an element as this part. Its tag is the one in `tags`. */
export function part<Name extends PartName>(name: Name): { 'data-part': Name } {
  return { 'data-part': name };
}

/** For the build: how often these parts stand in markup, each with its tag. */
export function countPart(markup: string, name: PartName): number {
  return [...markup.matchAll(new RegExp(`<${tags[name]}\\b[^>]*\\bdata-part="${name}"`, 'g'))].length;
}

/** The element of a part. The build has made sure that it has its tag. */
export function findPart<Name extends PartName>(
  within: ParentNode | null | undefined,
  name: Name,
): HTMLElementTagNameMap[(typeof tags)[Name]] | null | undefined {
  return within?.querySelector<HTMLElementTagNameMap[(typeof tags)[Name]]>(`[data-part=${name}]`);
}

/** The lobby of index.html in this language, which may be hidden. */
export function findLobby(language: Language): HTMLElement | null {
  return document.querySelector(`[${lobbyAttribute}=${language}]`);
}

/** What the early video is shown in, in this language, hidden until then. */
export function findEarlyVideo(language: Language): HTMLElement | null {
  return document.querySelector(`[${earlyVideoAttribute}=${language}]`);
}

/** The lobby of index.html, while it is shown. */
export function findShownLobby(): HTMLElement | null {
  return document.querySelector(`[${lobbyAttribute}]:not([hidden])`);
}

/** The boxes that say that a file could not be loaded, one for each language. */
export function findNotLoadedBoxes(): Iterable<HTMLElement> {
  return document.querySelectorAll<HTMLElement>(`[${notLoadedAttribute}]`);
}

export function findRoot(): HTMLElement | null {
  return document.getElementById(rootId);
}

/** The names of the files that draw lobby and room (build/preloadConnection.ts). */
export function findPageFiles(): HTMLTemplateElement | null {
  return document.querySelector<HTMLTemplateElement>(`template[${pageFilesAttribute}]`);
}

/** The app's first script. */
export function findFirstScript(): HTMLScriptElement | null {
  return document.querySelector<HTMLScriptElement>('script[type=module]');
}
