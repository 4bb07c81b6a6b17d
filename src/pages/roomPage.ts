import type { RoomPage } from './RoomPage.tsx';

let loaded: typeof RoomPage | undefined;

/** The room's view, and with it React's view of LiveKit, comes after the lobby. */
export async function loadRoomPage(): Promise<void> {
  loaded = (await import('./RoomPage.tsx')).RoomPage;
}

/**
 * For a call that has loaded it. Not by React's `lazy`, which shows nothing first and then holds the page back until
 * 300 ms have passed since (React 19.3, FALLBACK_THROTTLE_MS).
 */
export function loadedRoomPage(): typeof RoomPage {
  if (!loaded) throw new Error('The room is shown before its page was loaded.');
  return loaded;
}
