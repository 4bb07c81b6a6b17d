import type { RoomPage } from './RoomPage.tsx';

let loaded: typeof RoomPage | undefined;

/** The room's view, and with it React's view of LiveKit, comes after the lobby. */
export async function loadRoomPage(): Promise<void> {
  loaded ??= (await import('./RoomPage.tsx')).RoomPage;
}

/**
 * `undefined` until it has been loaded; no call is live before. Not by React's `lazy`, which shows nothing first and then holds the page back
 * until 300 ms have passed since (React 19.3, FALLBACK_THROTTLE_MS).
 */
export function loadedRoomPage(): typeof RoomPage | undefined {
  return loaded;
}
