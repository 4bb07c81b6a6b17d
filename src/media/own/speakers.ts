import { readRemembered, remember } from '../../remembered.ts';
import { findDevice, readChosen, type ChosenDevice } from './deviceChoices.ts';
import { createListeners, type Followed } from '../../listeners.ts';

interface Speaker {
  deviceId: string;
  label: string;
}

export interface SpeakersState {
  /**
   * The speakers that the guest can choose. Empty if the browser cannot choose speakers; then it uses the system's
   * default.
   */
  available: readonly Speaker[];
  /** The id of the chosen speaker if that is available; `undefined` means the system's default speaker. */
  deviceId: string | undefined;
}

/** The speakers, and the chosen one. Views subscribe with `useSpeakers`. */
export interface Speakers extends Followed<SpeakersState> {
  /** Reads the list of speakers again. Browsers list speakers only after the guest has allowed the microphone. */
  refresh: () => Promise<void>;
  choose: (deviceId: string) => void;
}

interface SpeakerAccess {
  canChoose: boolean;
  enumerateDevices: () => Promise<readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[]>;
  onDeviceChange: (listener: () => void) => void;
}

/** Whether the page can choose the speaker. Browsers on iPhones and older versions of Firefox do not allow that. */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

/** The speaker that this browser remembers. */
export function readSpeaker(): ChosenDevice {
  const remembered = readRemembered('speaker');
  // Earlier versions of the app stored only the id, as a string.
  return readChosen(typeof remembered === 'string' ? { deviceId: remembered } : remembered);
}

export function rememberSpeaker(speaker: ChosenDevice): void {
  remember('speaker', speaker);
}

/**
 * Creates the store of speakers.
 *
 * @param onChoice called with each speaker that the guest chooses, so that the browser remembers it
 */
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
