import { findStyleSheets, findVideos } from '../start/page/standardElements.ts';
import { swallowDrops } from './swallowDrops.ts';

/**
 * Chromium's Document Picture-in-Picture: a window that stays on top of others and has a document of its own
 * (https://developer.mozilla.org/docs/Web/API/DocumentPictureInPicture).
 */
interface MiniWindows {
  requestWindow: (options: { width: number; height: number }) => Promise<Window>;
}

/** Size of the small window in CSS pixels: a 16:9 video with buttons beneath. */
const size = { width: 400, height: 300 };

function isMiniWindows(value: unknown): value is MiniWindows {
  return typeof value === 'object' && value !== null && 'requestWindow' in value;
}

function miniWindows(): MiniWindows | undefined {
  const offered: unknown = Reflect.get(globalThis, 'documentPictureInPicture');
  return isMiniWindows(offered) ? offered : undefined;
}

/**
 * The kind of picture-in-picture that this browser has: a window with controls, only a video, or `undefined` for none
 * (Firefox has only a button of its own).
 */
export function pictureInPictureKind(): 'window' | 'video' | undefined {
  if (miniWindows()) return 'window';
  return document.pictureInPictureEnabled ? 'video' : undefined;
}

/**
 * Opens the mini window with the page's style sheets. Must be called in a click handler. Rejects if the browser
 * refuses.
 */
export async function openMiniWindow(): Promise<Window> {
  const windows = miniWindows();
  if (!windows) throw new Error('This browser has no window for a document.');
  const opened = await windows.requestWindow(size);
  opened.document.documentElement.lang = document.documentElement.lang;
  opened.document.title = document.title;
  for (const sheet of findStyleSheets()) {
    opened.document.head.append(sheet.cloneNode(true));
  }
  swallowDrops(opened);
  return opened;
}

/**
 * Shows the largest video of the page in picture-in-picture, or ends picture-in-picture. Rejects if the browser
 * refuses.
 */
export async function showLargestVideo(): Promise<void> {
  if (document.pictureInPictureElement) return document.exitPictureInPicture();
  const largest = findVideos()
    .filter(({ readyState }) => readyState > 0)
    .toSorted((a, b) => b.clientWidth * b.clientHeight - a.clientWidth * a.clientHeight)[0];
  await largest?.requestPictureInPicture();
}
