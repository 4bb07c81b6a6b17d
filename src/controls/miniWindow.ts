import { findStyleSheets, findVideos } from '../start/page/standardElements.ts';
import { swallowDrops } from './swallowDrops.ts';

/**
 * Chromium's window that stays above all others and holds a document of its own
 * (https://developer.mozilla.org/docs/Web/API/DocumentPictureInPicture).
 */
interface MiniWindows {
  requestWindow: (options: { width: number; height: number }) => Promise<Window>;
}

/** 16:9 with the buttons beneath. */
const size = { width: 400, height: 300 };

function isMiniWindows(value: unknown): value is MiniWindows {
  return typeof value === 'object' && value !== null && 'requestWindow' in value;
}

function miniWindows(): MiniWindows | undefined {
  const offered: unknown = Reflect.get(globalThis, 'documentPictureInPicture');
  return isMiniWindows(offered) ? offered : undefined;
}

/** What this browser offers: a window with controls, a bare picture, or nothing (Firefox has only its own button). */
export function pictureInPictureKind(): 'window' | 'picture' | undefined {
  if (miniWindows()) return 'window';
  return document.pictureInPictureEnabled ? 'picture' : undefined;
}

/** Opens the small window, looking like the page. To be called in a click. Rejects when the browser refuses. */
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

/** Puts the largest picture of the page above other windows, or back. Rejects when the browser refuses. */
export async function showLargestPicture(): Promise<void> {
  if (document.pictureInPictureElement) return document.exitPictureInPicture();
  const largest = findVideos()
    .filter(({ readyState }) => readyState > 0)
    .toSorted((a, b) => b.clientWidth * b.clientHeight - a.clientWidth * a.clientHeight)[0];
  await largest?.requestPictureInPicture();
}
