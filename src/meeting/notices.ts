import type { DeviceKind } from '../media/own/deviceChoices.ts';
import type { DeviceFailureKind } from '../media/own/openTracks.ts';
import type { AllMessages } from '../messages/speech.ts';
import { createListeners, type Followed } from '../listeners.ts';

/** A device that went wrong during the call without ending it. */
interface DeviceProblem {
  device: DeviceKind;
  problem: DeviceFailureKind | 'not_published' | 'vanished';
}

/** Anything else the guest is told in a sentence, perhaps with something to do about it. */
interface Remark {
  /** A later remark about the same thing takes the place of an earlier one. */
  about: string;
  say: (messages: AllMessages) => string;
  action?: { name: (messages: AllMessages) => string; run: () => void };
}

export type Notice = DeviceProblem | Remark;

/** What the guest is told now. A plain object; views follow it through `useNotices`. */
export interface Notices extends Followed<readonly Notice[]> {
  /** Shows a notice until it is closed, in place of what was told about the same thing before. */
  tell: (notice: Notice) => void;
  /** @param about a device, or what a remark is about */
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
