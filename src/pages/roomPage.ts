import type { Meeting, MeetingParts } from '../meeting/meeting.ts';
import type { Speech } from '../messages/speech.ts';
import type * as views from './RoomPage.tsx';

type LoadedRoom = typeof views & { meeting: Meeting };

/** The views that are shown during and after a call, loaded after the lobby, and the meeting that they show. */
export interface RoomPage {
  /**
   * Loads the views and their messages, and makes the meeting.
   *
   * @param parts dependencies of the meeting
   */
  load: (speech: Speech, parts: MeetingParts) => Promise<void>;
  /**
   * The loaded views; `undefined` before. No call is live before. This is used instead of React's `lazy`, which first renders nothing and then delays the
   * page for 300 ms (React 19.3, FALLBACK_THROTTLE_MS).
   */
  loaded: () => LoadedRoom | undefined;
}

export function createRoomPage(): RoomPage {
  let loaded: LoadedRoom | undefined;
  return {
    async load(speech, parts) {
      // Called again after the click. Even a loaded module's import() would wait for a turn of the busy main thread.
      if (loaded && speech.getState().room) return;
      const [page] = await Promise.all([import('./RoomPage.tsx'), speech.loadRoom()]);
      // Made once, so that the chat is kept for a guest who leaves and joins again.
      loaded ??= { ...page, meeting: page.createMeeting(parts) };
    },
    loaded: () => loaded,
  };
}
