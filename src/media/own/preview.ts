import { readCameraPicture, type CameraPicture } from './cameraPicture.ts';
import { deviceKinds, type DeviceChoices, type DeviceKind } from './deviceChoices.ts';
import { takeFirstStream } from './firstStream.ts';
import { openTracks, type DeviceAccess, type DeviceFailure, type OpenedTrack } from './openTracks.ts';
import { createListeners, type Followed } from '../../listeners.ts';

type DeviceState =
  | { status: 'off' }
  | { status: 'opening' }
  /** `isOther`: another one than was chosen, which is gone or in use. */
  | { status: 'on'; track: MediaStreamTrack; isOther: boolean }
  | { status: 'failed'; failure: DeviceFailure };

/** A device to choose from. The label is empty until the guest has allowed the device once. */
interface Device {
  deviceId: string;
  label: string;
}

export interface PreviewState {
  devices: Record<DeviceKind, DeviceState>;
  choices: DeviceChoices;
  available: Record<DeviceKind, readonly Device[]>;
}

/** A track that is there, or will be once the guest has answered the browser, or never. */
export type LentTracks = Record<DeviceKind, Promise<MediaStreamTrack | undefined>>;

/**
 * The guest's own devices while they are in the lobby: what is on, what it shows, what failed.
 * A plain object; views follow it through `usePreview`.
 */
export interface Preview extends Followed<PreviewState> {
  /** Opens every device that is chosen to be on, is not open and did not go off by itself in the call. Asks the guest's permission. */
  open: () => void;
  toggle: (kind: DeviceKind) => void;
  /** A device that is off stays off. */
  choose: (kind: DeviceKind, deviceId: string) => void;
  /** Both off, for this visit: who only listens today is not remembered as one who always does. */
  turnOff: () => void;
  /** Closes both without touching what was chosen. */
  close: () => void;
  /** The tracks for a call that starts now; they stay the preview's until `release`. */
  lend: () => LentTracks;
  /** The call has the tracks: forget them without stopping them. */
  release: () => void;
  /** The device that is open, or else the one that will be asked for. */
  deviceId: (kind: DeviceKind) => string | undefined;
  /** Records what the guest did in the call, so that the next lobby or rejoin starts like it. */
  setOn: (kind: DeviceKind, on: boolean) => void;
  /** What the others get now. A device that went off without the guest does not go on without them, either. */
  noteSent: (kind: DeviceKind, isSent: boolean) => void;
  /** Records which device the guest changed to in the call, for the same reason. */
  remember: (kind: DeviceKind, deviceId: string) => void;
  /** Uses this camera until another one is chosen, when the guest comes back to the call; the next visit starts with the chosen one. */
  flip: (deviceId: string) => void;
}

export interface PreviewAccess extends DeviceAccess {
  /** What to ask the camera for. */
  picture: CameraPicture;
  onDeviceChange: (listener: () => void) => void;
}

/** What this browser offers, in the shape that `createPreview` takes. */
export function browserDeviceAccess(): PreviewAccess {
  // The types say that it is always there; on an insecure page it is not.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  return {
    mediaDevices: mediaDevices && {
      getUserMedia: (constraints = {}) =>
        takeFirstStream(constraints) ?? mediaDevices.getUserMedia(constraints),
    },
    permissions: navigator.permissions,
    isSecureContext,
    asksForEachDevice: navigator.userAgent.includes('Firefox/'),
    picture: readCameraPicture(),
    enumerateDevices: async () => (await mediaDevices?.enumerateDevices()) ?? [],
    onDeviceChange: (listener) => mediaDevices?.addEventListener('devicechange', listener),
  };
}

/** @param onChoice is told every choice, to remember it */
export function createPreview(
  access: PreviewAccess,
  firstChoices: DeviceChoices,
  onChoice: (choices: DeviceChoices) => void,
): Preview {
  let state: PreviewState = {
    devices: { microphone: { status: 'off' }, camera: { status: 'off' } },
    choices: firstChoices,
    available: { microphone: [], camera: [] },
  };
  const { subscribe, tellAll } = createListeners();
  /** Devices that went off in the call without the guest. */
  const wentOff = new Set<DeviceKind>();
  let flippedTo: string | undefined;
  /** The newest attempt for each device: what an older one brings is stopped, not shown. */
  const attempts: Record<DeviceKind, Promise<OpenedTrack> | undefined> = {
    microphone: undefined,
    camera: undefined,
  };

  function set(change: Partial<PreviewState>): void {
    state = { ...state, ...change };
    tellAll();
  }

  function setDevice(kind: DeviceKind, device: DeviceState): void {
    set({ devices: { ...state.devices, [kind]: device } });
  }

  function setChoice(kind: DeviceKind, choice: Partial<DeviceChoices[DeviceKind]>): void {
    set({ choices: { ...state.choices, [kind]: { ...state.choices[kind], ...choice } } });
    onChoice(state.choices);
  }

  /** The choice is known by its label, too, for when its id changes. */
  function setDeviceChoice(kind: DeviceKind, deviceId: string): void {
    const label = state.available[kind].find((each) => each.deviceId === deviceId)?.label;
    setChoice(kind, { deviceId, label: label || undefined });
    if (kind === 'camera') flippedTo = undefined;
  }

  /** @param isReplacement for a device that went away: if this one goes as well the guest is told, so that nothing is tried for ever */
  function start(kinds: readonly DeviceKind[], isReplacement = false): void {
    if (kinds.length === 0) return;
    const opening = openTracks(access, kinds, wanted(), access.picture);
    for (const kind of kinds) {
      setDevice(kind, { status: 'opening' });
      const attempt = opening.then((opened): OpenedTrack => {
        return opened.get(kind) ?? { ok: false, failure: { kind: 'missing', detail: '' } };
      });
      attempts[kind] = attempt;
      void attempt.then((opened) => settle(kind, attempt, opened, isReplacement));
    }
    void opening.then(refreshAvailable).then(() => {
      if (access.asksForEachDevice) kinds.forEach(keepAnswer);
    });
  }

  /** Remembers the device that the guest chose in Firefox's own question. Otherwise the next visit would offer the first one again. */
  function keepAnswer(kind: DeviceKind): void {
    const device = state.devices[kind];
    if (device.status !== 'on' || state.choices[kind].deviceId || (kind === 'camera' && flippedTo)) return;
    const { deviceId } = device.track.getSettings();
    const [first] = state.available[kind];
    if (deviceId && first && first.deviceId !== deviceId) setDeviceChoice(kind, deviceId);
  }

  function settle(
    kind: DeviceKind,
    attempt: Promise<OpenedTrack>,
    opened: OpenedTrack,
    isReplacement: boolean,
  ): void {
    if (attempts[kind] !== attempt) {
      if (!opened.ok && lent.has(attempt)) wentOff.add(kind);
      if (opened.ok && !lent.has(attempt)) opened.value.stop();
      return;
    }
    if (!opened.ok) return setDevice(kind, { status: 'failed', failure: opened.failure });
    const track = opened.value;
    track.addEventListener('ended', () => {
      if (attempts[kind] !== attempt) return;
      attempts[kind] = undefined;
      // Browsers do not look for another one by themselves.
      if (!isReplacement) return start([kind], true);
      setDevice(kind, { status: 'failed', failure: { kind: 'missing', detail: 'gone' } });
    });
    setDevice(kind, { status: 'on', track, isOther: isOther(kind, track) });
  }

  function wanted(): DeviceChoices {
    const { choices } = state;
    return flippedTo ? { ...choices, camera: { ...choices.camera, deviceId: flippedTo } } : choices;
  }

  /** Compares what is open with the choice, which gets the id that the browser calls the device by now. */
  function isOther(kind: DeviceKind, track: MediaStreamTrack): boolean {
    const choice = state.choices[kind];
    const { deviceId } = track.getSettings();
    if (!choice.deviceId || !deviceId || (kind === 'camera' && flippedTo)) return false;
    const isChosen = deviceId === choice.deviceId || track.label === choice.label;
    if (isChosen && track.label && (deviceId !== choice.deviceId || choice.label !== track.label)) {
      setChoice(kind, { deviceId, label: track.label });
    }
    return !isChosen;
  }

  /** Attempts whose track a call took over before it was there. */
  const lent = new WeakSet<Promise<OpenedTrack>>();

  function stop(kind: DeviceKind): void {
    attempts[kind] = undefined;
    const device = state.devices[kind];
    if (device.status === 'on') device.track.stop();
    setDevice(kind, { status: 'off' });
  }

  async function refreshAvailable(): Promise<void> {
    const infos = await access.enumerateDevices();
    const devices = (kind: MediaDeviceKind): Device[] =>
      // Before permission is given browsers list one nameless device of a kind: nothing to choose from.
      infos
        .filter((info) => info.kind === kind && info.deviceId !== '')
        .map(({ deviceId, label }) => ({ deviceId, label }));
    set({ available: { microphone: devices('audioinput'), camera: devices('videoinput') } });
  }

  access.onDeviceChange(() => void refreshAvailable());

  return {
    getState: () => state,
    subscribe,
    open() {
      const kinds = deviceKinds.filter((kind) => {
        const device = state.devices[kind];
        const isOpen =
          device.status === 'opening' || (device.status === 'on' && device.track.readyState === 'live');
        return state.choices[kind].on && !isOpen && !wentOff.has(kind);
      });
      start(kinds);
    },
    toggle(kind) {
      const { status } = state.devices[kind];
      const turnOn = status === 'off' || status === 'failed';
      wentOff.delete(kind);
      setChoice(kind, { on: turnOn });
      if (turnOn) start([kind]);
      else stop(kind);
    },
    choose(kind, deviceId) {
      setDeviceChoice(kind, deviceId);
      if (state.devices[kind].status === 'off') return;
      stop(kind);
      start([kind]);
    },
    turnOff() {
      for (const kind of deviceKinds) {
        set({ choices: { ...state.choices, [kind]: { ...state.choices[kind], on: false } } });
        stop(kind);
      }
    },
    close() {
      for (const kind of deviceKinds) stop(kind);
    },
    lend() {
      const trackOf = async (kind: DeviceKind) => {
        const opened = await attempts[kind];
        return opened?.ok ? opened.value : undefined;
      };
      return { microphone: trackOf('microphone'), camera: trackOf('camera') };
    },
    release() {
      for (const kind of ['microphone', 'camera'] as const) {
        const attempt = attempts[kind];
        if (attempt) lent.add(attempt);
        // The guest has come without it.
        if (state.devices[kind].status === 'failed') wentOff.add(kind);
        attempts[kind] = undefined;
      }
      set({ devices: { microphone: { status: 'off' }, camera: { status: 'off' } } });
    },
    deviceId(kind) {
      const device = state.devices[kind];
      return (device.status === 'on' ? device.track.getSettings() : wanted()[kind]).deviceId;
    },
    setOn(kind, on) {
      wentOff.delete(kind);
      setChoice(kind, { on });
    },
    noteSent(kind, isSent) {
      if (isSent) wentOff.delete(kind);
      else wentOff.add(kind);
    },
    remember: setDeviceChoice,
    flip(deviceId) {
      flippedTo = deviceId;
    },
  };
}
