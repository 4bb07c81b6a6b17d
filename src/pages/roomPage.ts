import type { Meeting, MeetingParts } from '../meeting/meeting.ts';
import type { Speech } from '../messages/speech.ts';
import type * as views from './RoomPage.tsx';

type LoadedRoom = typeof views & { meeting: Meeting };

/** The views that are shown during and after a call, and the meeting that they show. They load after the lobby. */
export interface RoomPage {
  /**
   * Loads the views and their messages, and makes the meeting.
   *
   * @param parts what the meeting needs
   */
  load: (speech: Speech, parts: MeetingParts) => Promise<void>;
  /**
   * The loaded views; `undefined` before they have loaded, and no call is live until then. React's `lazy` is not used,
   * because it first renders nothing and then delays the page for 300 ms (React 19.3, FALLBACK_THROTTLE_MS).
   */
  loaded: () => LoadedRoom | undefined;
}

export function createRoomPage(): RoomPage {
  let loaded: LoadedRoom | undefined;
  return {
    async load(speech, parts) {
      // `load` is called again after the click on Join, and returns at once if everything is loaded: even for a loaded
      // module, import() would wait for a turn of the busy main thread.
      if (loaded && speech.getState().room) return;
      const [page] = await Promise.all([import('./RoomPage.tsx'), speech.loadRoom()]);
      // The meeting is made only once, so that the chat is kept for a guest who leaves and joins again.
      loaded ??= { ...page, meeting: page.createMeeting(parts) };
    },
    loaded: () => loaded,
  };
}
