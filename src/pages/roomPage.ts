import type { Meeting, MeetingParts } from '../meeting/meeting.ts';
import type { Speech } from '../messages/speech.ts';
import type * as views from './RoomPage.tsx';

type LoadedRoom = typeof views & { meeting: Meeting };

/** The views of a call and of its end, which come after the lobby, and the meeting that they show. */
export interface RoomPage {
  /**
   * Loads them, with their sentences and React's view of LiveKit, and makes the meeting.
   *
   * @param parts what the meeting stands on
   */
  load: (speech: Speech, parts: MeetingParts) => Promise<void>;
  /**
   * `undefined` until they have been loaded; no call is live before. Not by React's `lazy`, which shows nothing first and then holds the page back
   * until 300 ms have passed since (React 19.3, FALLBACK_THROTTLE_MS).
   */
  loaded: () => LoadedRoom | undefined;
}

export function createRoomPage(): RoomPage {
  let loaded: LoadedRoom | undefined;
  return {
    async load(speech, parts) {
      // The click comes back here once somebody is seen. Each import would wait for a turn of the busy main thread, though all of it is there.
      if (loaded && speech.getState().room) return;
      const [page] = await Promise.all([import('./RoomPage.tsx'), speech.loadRoom()]);
      // Made once: a guest who leaves and comes back finds what was said before.
      loaded ??= { ...page, meeting: page.createMeeting(parts) };
    },
    loaded: () => loaded,
  };
}
