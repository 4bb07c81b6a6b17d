import { readRemembered, remember } from '../../remembered.ts';
import { findDevice, readChosen, type ChosenDevice } from './deviceChoices.ts';
import { createListeners, type Followed } from '../../listeners.ts';

interface Speaker {
  deviceId: string;
  label: string;
}

export interface SpeakersState {
  /** Empty if the browser cannot choose speakers. Then it uses the system's default. */
  available: readonly Speaker[];
  /** The chosen speaker if it is available; `undefined` is the system's default. */
  deviceId: string | undefined;
}

/** The speakers, and the chosen one. Views subscribe with `useSpeakers`. */
export interface Speakers extends Followed<SpeakersState> {
  /** Updates the list. Browsers list speakers only after the microphone was allowed. */
  refresh: () => Promise<void>;
  choose: (deviceId: string) => void;
}

interface SpeakerAccess {
  canChoose: boolean;
  enumerateDevices: () => Promise<readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[]>;
  onDeviceChange: (listener: () => void) => void;
}

/** Whether the page can choose a speaker. iPhones and older versions of Firefox cannot. */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

/** The speaker remembered by this browser. */
export function readSpeaker(): ChosenDevice {
  const remembered = readRemembered('speaker');
  // Earlier versions stored only the id.
  return readChosen(typeof remembered === 'string' ? { deviceId: remembered } : remembered);
}

export function rememberSpeaker(speaker: ChosenDevice): void {
  remember('speaker', speaker);
}

/** @param onChoice called with each choice, to remember it */
export function createSpeakers(
  access: SpeakerAccess,
  firstChoice: ChosenDevice,
  onChoice: (chosen: ChosenDevice) => void,
): Speakers {
  let chosen = firstChoice;
  let state: SpeakersState = { available: [], deviceId: undefined };
  const { subscribe, tellAll } = createListeners();

  function set(available: readonly Speaker[]): void {
    state = { available, deviceId: findDevice(available, chosen)?.deviceId };
    tellAll();
  }

  async function refresh(): Promise<void> {
    if (!access.canChoose) return;
    const infos = await access.enumerateDevices();
    set(
      infos
        .filter(({ kind, deviceId }) => kind === 'audiooutput' && deviceId !== '')
        .map(({ deviceId, label }) => ({ deviceId, label })),
    );
  }

  access.onDeviceChange(() => void refresh());

  return {
    getState: () => state,
    subscribe,
    refresh,
    choose(deviceId) {
      chosen = { deviceId, label: state.available.find((each) => each.deviceId === deviceId)?.label };
      onChoice(chosen);
      set(state.available);
    },
  };
}
