import { readRemembered, remember, type RememberedKey } from './remembered.ts';

/** Something that the guest turns on or off, remembered by this browser. A plain object; views follow it. */
export interface Switch {
  getState: () => boolean;
  subscribe: (onChange: () => void) => () => void;
  setOn: (isOn: boolean) => void;
}

/** On until the guest turns it off. */
export function rememberedSwitch(key: RememberedKey): Switch {
  let isOn = readRemembered(key) !== false;
  const listeners = new Set<() => void>();
  return {
    getState: () => isOn,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    setOn(next) {
      isOn = next;
      remember(key, next);
      for (const listener of listeners) listener();
    },
  };
}
