/** Turns the microphone on while a key is held. */
export interface PushToTalk {
  press: () => void;
  release: () => void;
}

/**
 * Turning a microphone on takes a moment, in which the key may be released. So changes are made one at a time, until the microphone is in the wanted
 * state.
 */
export function createPushToTalk(setMicrophone: (on: boolean) => Promise<unknown>): PushToTalk {
  let isWished = false;
  let isOn = false;
  let isChanging = false;

  async function follow(): Promise<void> {
    if (isChanging) return;
    isChanging = true;
    try {
      while (isOn !== isWished) {
        const next = isWished;
        await setMicrophone(next);
        isOn = next;
      }
    } catch {
      // The microphone stays off. Its button shows the reason when it is pressed.
      isWished = false;
      isOn = false;
    } finally {
      isChanging = false;
    }
  }

  return {
    press() {
      isWished = true;
      void follow();
    },
    release() {
      isWished = false;
      void follow();
    },
  };
}
