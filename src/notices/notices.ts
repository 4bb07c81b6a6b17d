import type { DeviceKind } from '../devices/deviceChoices.ts';
import type { DeviceFailureKind } from '../devices/openTracks.ts';

/** Something that went wrong during the call without ending it. */
export interface Notice {
  device: DeviceKind;
  problem: DeviceFailureKind | 'not_published';
}

/** What the guest is told now. A plain object; views follow it through `useNotices`. */
export interface Notices {
  getState: () => readonly Notice[];
  subscribe: (onChange: () => void) => () => void;
  /** Shows a notice until it is closed, in place of what was told about the same device before. */
  tell: (notice: Notice) => void;
  close: (device: DeviceKind) => void;
}

export function createNotices(): Notices {
  let shown: readonly Notice[] = [];
  const listeners = new Set<() => void>();

  function set(next: readonly Notice[]): void {
    shown = next;
    for (const listener of listeners) listener();
  }

  function others(device: DeviceKind): readonly Notice[] {
    return shown.filter((notice) => notice.device !== device);
  }

  return {
    getState: () => shown,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    tell: (notice) => set([...others(notice.device), notice]),
    close: (device) => set(others(device)),
  };
}
