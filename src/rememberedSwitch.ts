import { readRemembered, remember, type RememberedKey } from './remembered.ts';
import { createListeners, type Followed } from './listeners.ts';

/** A setting that the guest turns on or off, remembered by this browser. */
export interface Switch extends Followed<boolean> {
  setOn: (isOn: boolean) => void;
}

/** Creates a switch, which is on until the guest turns it off. */
export function rememberedSwitch(key: RememberedKey): Switch {
  let isOn = readRemembered(key) !== false;
  const { subscribe, tellAll } = createListeners();
  return {
    getState: () => isOn,
    subscribe,
    setOn(next) {
      isOn = next;
      remember(key, next);
      tellAll();
    },
  };
}
