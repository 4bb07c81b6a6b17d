import type { Meeting, MeetingParts } from '../meeting/meeting.ts';
import type { Speech } from '../messages/speech.ts';
import type * as views from './RoomPage.tsx';

type LoadedRoom = typeof views & { meeting: Meeting };

let loaded: LoadedRoom | undefined;

/**
 * The views of a call and of its end with their sentences, React's view of LiveKit, and the meeting that they show, come after the lobby.
 *
 * @param parts what the meeting stands on
 */
export async function loadRoomPage(speech: Speech, parts: MeetingParts): Promise<void> {
  // The click comes back here once somebody is seen. Each import would wait for a turn of the busy main thread, though all of it is there.
  if (loaded && speech.getState().room) return;
  const [page] = await Promise.all([import('./RoomPage.tsx'), speech.loadRoom()]);
  // Made once: a guest who leaves and comes back finds what was said before.
  loaded ??= { ...page, meeting: page.createMeeting(parts) };
}

/**
 * `undefined` until it has been loaded; no call is live before. Not by React's `lazy`, which shows nothing first and then holds the page back
 * until 300 ms have passed since (React 19.3, FALLBACK_THROTTLE_MS).
 */
export function loadedRoom(): LoadedRoom | undefined {
  return loaded;
}
