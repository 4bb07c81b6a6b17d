/** Opens the microphone while a key is held. */
export interface PushToTalk {
  press: () => void;
  release: () => void;
}

/**
 * Turning a microphone on takes a moment, in which the key may be let go again: what is wished for
 * counts in the end, and one change is made at a time.
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
      // A microphone that does not open stays closed; its button tells why when it is pressed.
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
