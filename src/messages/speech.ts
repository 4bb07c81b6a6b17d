import type { Messages } from './en.ts';
import { rememberLanguage, type Language } from './language.ts';
import { loadMessages, loadRoomMessages } from './loadMessages.ts';
import { untilLoaded } from '../untilLoaded.ts';
import type { RoomMessages } from './roomEn.ts';
import { createListeners, type Followed } from '../listeners.ts';

/** Every sentence of a call: the lobby's and the room's. */
export type AllMessages = Messages & RoomMessages;

/** Both are `undefined` until they have been loaded, and always of this language. */
interface SpeechState {
  language: Language;
  messages: Messages | undefined;
  room: AllMessages | undefined;
}

/** The language that the page speaks, and its sentences. A plain object; views follow it through `useSpeech`. */
export interface Speech extends Followed<SpeechState> {
  /** Loads the sentences of the lobby. Rejects when their file does not come; the next call tries again. */
  load: () => Promise<void>;
  /** Loads those of the room as well. Rejects as `load` does. */
  loadRoom: () => Promise<void>;
  /** Speaks another language once all that has been loaded so far is there in it. Until then the page goes on in the one it has. */
  setLanguage: (language: Language) => void;
}

export function createSpeech(
  first: Language,
  load = { messages: loadMessages, room: loadRoomMessages },
): Speech {
  let state: SpeechState = { language: first, messages: undefined, room: undefined };
  let wanted = first;
  let isRoomWanted = false;
  let choice = new AbortController();
  const { subscribe, tellAll } = createListeners();

  async function loadWanted(): Promise<void> {
    const language = wanted;
    const withRoom = isRoomWanted;
    const [messages, room] = await Promise.all([
      load.messages(language),
      withRoom ? load.room(language) : undefined,
    ]);
    // Meanwhile the guest has chosen another language, or the room is wanted too.
    if (language !== wanted || withRoom !== isRoomWanted) return await loadWanted();
    if (state.messages === messages && Boolean(state.room) === withRoom) return;
    state = { language, messages, room: room && { ...messages, ...room } };
    tellAll();
  }

  async function speak(language: Language): Promise<void> {
    wanted = language;
    try {
      await loadWanted();
    } catch (error) {
      // Meanwhile the page goes on in the one it has.
      if (wanted === language) wanted = state.language;
      throw error;
    }
  }

  return {
    getState: () => state,
    subscribe,
    load: loadWanted,
    loadRoom() {
      isRoomWanted = true;
      return loadWanted();
    },
    setLanguage(language) {
      rememberLanguage(language);
      choice.abort();
      choice = new AbortController();
      untilLoaded(() => speak(language), { signal: choice.signal }).catch(() => {
        // Another one was chosen.
      });
    },
  };
}
