import { readRemembered, remember } from '../../remembered.ts';
import { findDevice, readChosen, type ChosenDevice } from './deviceChoices.ts';
import { createListeners, type Followed } from '../../listeners.ts';

interface Speaker {
  deviceId: string;
  label: string;
}

export interface SpeakersState {
  /** Empty where the browser lets no page choose: then the system's own setting counts. */
  available: readonly Speaker[];
  /** The chosen one while it is there; `undefined` is the system's own. */
  deviceId: string | undefined;
}

/** Where the others' sound comes out. A plain object; views follow it through `useSpeakers`. */
export interface Speakers extends Followed<SpeakersState> {
  /** Looks which there are. Browsers name them only once the microphone was allowed. */
  refresh: () => Promise<void>;
  choose: (deviceId: string) => void;
}

interface SpeakerAccess {
  canChoose: boolean;
  enumerateDevices: () => Promise<readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[]>;
  onDeviceChange: (listener: () => void) => void;
}

/** Whether the browser can send sound to a speaker of the page's choice: no iPhone, and older Firefox can't. */
export function canChooseSpeaker(): boolean {
  return 'setSinkId' in HTMLMediaElement.prototype;
}

/** What was chosen in this browser before. */
export function readSpeaker(): ChosenDevice {
  const remembered = readRemembered('speaker');
  // Earlier builds wrote the id alone.
  return readChosen(typeof remembered === 'string' ? { deviceId: remembered } : remembered);
}

export function rememberSpeaker(speaker: ChosenDevice): void {
  remember('speaker', speaker);
}

/** @param onChoice is told every choice, to remember it */
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
