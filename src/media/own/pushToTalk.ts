/** Turns the microphone on while the guest holds a key. */
export interface PushToTalk {
  press: () => void;
  release: () => void;
}

/**
 * Creates push-to-talk. Turning a microphone on takes a moment, in which the guest may release the key. So it makes one
 * change after another, until the microphone is in the wanted state.
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
      // If the microphone can't be turned on, it stays off, and nothing is shown here: a press on its button shows the
      // reason.
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
