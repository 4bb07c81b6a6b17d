import type { DeviceKind } from '../media/own/deviceChoices.ts';
import type { DeviceFailureKind } from '../media/own/openTracks.ts';
import type { AllMessages } from '../messages/speech.ts';
import { createListeners, type Followed } from '../listeners.ts';

/** A failure of a device that does not end the call. */
interface DeviceProblem {
  device: DeviceKind;
  problem: DeviceFailureKind | 'not_published' | 'vanished';
}

/** Any other message for the guest that is not about a device, perhaps with a button. */
interface Remark {
  /** The topic of the message. A later notice on the same topic replaces the earlier one. */
  about: string;
  say: (messages: AllMessages) => string;
  action?: { name: (messages: AllMessages) => string; run: () => void };
}

export type Notice = DeviceProblem | Remark;

/** The notices that are shown now. Views subscribe with `useNotices`. */
export interface Notices extends Followed<readonly Notice[]> {
  /** Shows a notice until it is closed. The notice replaces an earlier one on the same topic. */
  tell: (notice: Notice) => void;
  /**
   * Closes the notice on this topic.
   *
   * @param about the topic: a kind of device, or the `about` of another notice
   */
  close: (about: string) => void;
}

export function topicOf(notice: Notice): string {
  return 'device' in notice ? notice.device : notice.about;
}

export function createNotices(): Notices {
  let shown: readonly Notice[] = [];
  const { subscribe, tellAll } = createListeners();

  function set(next: readonly Notice[]): void {
    shown = next;
    tellAll();
  }

  function others(about: string): readonly Notice[] {
    return shown.filter((notice) => topicOf(notice) !== about);
  }

  return {
    getState: () => shown,
    subscribe,
    tell: (notice) => set([...others(topicOf(notice)), notice]),
    close(about) {
      const rest = others(about);
      if (rest.length < shown.length) set(rest);
    },
  };
}
