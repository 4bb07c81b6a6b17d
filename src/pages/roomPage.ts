import type { Speech } from '../messages/speech.ts';
import type * as views from './RoomPage.tsx';

type RoomViews = typeof views;

let loaded: RoomViews | undefined;

/** The views of a call and of its end with their sentences, and React's view of LiveKit, come after the lobby. */
export async function loadRoomPage(speech: Speech): Promise<void> {
  // The click comes back here once somebody is seen. Each import would wait for a turn of the busy main thread, though all of it is there.
  if (loaded && speech.getState().room) return;
  const [page] = await Promise.all([import('./RoomPage.tsx'), speech.loadRoom()]);
  loaded = page;
}

/**
 * `undefined` until it has been loaded; no call is live before. Not by React's `lazy`, which shows nothing first and then holds the page back
 * until 300 ms have passed since (React 19.3, FALLBACK_THROTTLE_MS).
 */
export function loadedRoom(): RoomViews | undefined {
  return loaded;
}
