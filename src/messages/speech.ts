import type { Messages } from './en.ts';
import { rememberLanguage, type Language } from '../address/language.ts';
import { loadMessages, loadRoomMessages } from './loadMessages.ts';
import { untilLoaded } from '../untilLoaded.ts';
import type { RoomMessages } from './roomEn.ts';
import { createListeners, type Followed } from '../listeners.ts';

/** The texts of the lobby and of the room in one object, for the room's views. */
export type AllMessages = Messages & RoomMessages;

/**
 * The page's language and its messages, which are always in this language. The messages are `undefined` before they
 * have loaded.
 */
interface SpeechState {
  language: Language;
  messages: Messages | undefined;
  room: AllMessages | undefined;
}

/** The page's language and messages. Views subscribe with `useSpeech` and `useMessages`. */
export interface Speech extends Followed<SpeechState> {
  /** Loads the messages of the lobby. Rejects if their file fails to load; the next call tries again. */
  load: () => Promise<void>;
  /** Loads the messages of lobby and room. Rejects if a file fails to load; the next call tries again. */
  loadRoom: () => Promise<void>;
  /** Changes the language once its messages have loaded. Until then the page keeps its last language. */
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
    // If the guest has chosen another language meanwhile, or the room has asked for its messages as well, other
    // messages are wanted now, and those are loaded.
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
      // Loading has failed, so the page keeps its language.
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
        // Nothing to do: the load was aborted, because the guest has chosen another language.
      });
    },
  };
}
