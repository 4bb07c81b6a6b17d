import { readCameraFormat, type CameraFormat } from './cameraFormat.ts';
import { deviceKinds, type DeviceChoices, type DeviceKind } from './deviceChoices.ts';
import { takeFirstStream } from './firstStream.ts';
import { openTracks, type DeviceAccess, type DeviceFailure, type OpenedTrack } from './openTracks.ts';
import { createListeners, type Followed } from '../../listeners.ts';

type DeviceState =
  | { status: 'off' }
  | { status: 'opening' }
  /** `isOther`: another device is open, because the chosen one is gone or in use. */
  | { status: 'on'; track: MediaStreamTrack; isOther: boolean }
  | { status: 'failed'; failure: DeviceFailure };

/** A device to choose from. The label is empty before the guest has given permission. */
interface Device {
  deviceId: string;
  label: string;
}

export interface PreviewState {
  devices: Record<DeviceKind, DeviceState>;
  choices: DeviceChoices;
  available: Record<DeviceKind, readonly Device[]>;
}

/** Tracks, or promises that resolve once the guest has answered the permission prompt; `undefined` if there is no track. */
export type LentTracks = Record<DeviceKind, Promise<MediaStreamTrack | undefined>>;

/**
 * The guest's own devices in the lobby: which are on, their tracks and their failures. Views subscribe with `usePreview`.
 */
export interface Preview extends Followed<PreviewState> {
  /** Opens every device that should be on, is not open and did not stop by itself in the call. May open a permission prompt. */
  open: () => void;
  toggle: (kind: DeviceKind) => void;
  /** Chooses a device. If the device is off, it stays off. */
  choose: (kind: DeviceKind, deviceId: string) => void;
  /** Turns both devices off for this session. This is not remembered for the next one. */
  turnOff: () => void;
  /** Closes both devices without changing the choices. */
  close: () => void;
  /** The tracks for a call. The preview owns them until `release`. */
  lend: () => LentTracks;
  /** Gives the tracks to the call, without stopping them. */
  release: () => void;
  /** The id of the open device, otherwise of the chosen one. */
  deviceId: (kind: DeviceKind) => string | undefined;
  /** Records that the guest turned a device on or off in the call, for rejoining and the next lobby. */
  setOn: (kind: DeviceKind, on: boolean) => void;
  /**
   * Records whether the others receive a device. A device that stopped by itself is not opened automatically.
   *
   * @param deviceId the open device, which the guest may have chosen in the browser's permission prompt
   */
  noteSent: (kind: DeviceKind, isSent: boolean, deviceId?: string) => void;
  /** Records which device the guest chose in the call, for rejoining and the next lobby. */
  remember: (kind: DeviceKind, deviceId: string) => void;
  /** Uses this camera for rejoining, until another one is chosen. It is not remembered for the next session. */
  flip: (deviceId: string) => void;
}

export interface PreviewAccess extends DeviceAccess {
  /** Size and rate to request from the camera. */
  format: CameraFormat;
  onDeviceChange: (listener: () => void) => void;
}

/** The browser objects for `createPreview`. */
export function browserDeviceAccess(): PreviewAccess {
  // `navigator.mediaDevices` is undefined on insecure pages (HTTP), although its type says otherwise.
  const mediaDevices: MediaDevices | undefined = navigator.mediaDevices;
  return {
    mediaDevices: mediaDevices && {
      getUserMedia: (constraints = {}) =>
        takeFirstStream(constraints) ?? mediaDevices.getUserMedia(constraints),
    },
    permissions: navigator.permissions,
    isSecureContext,
    asksForEachDevice: navigator.userAgent.includes('Firefox/'),
    format: readCameraFormat(),
    enumerateDevices: async () => (await mediaDevices?.enumerateDevices()) ?? [],
    onDeviceChange: (listener) => mediaDevices?.addEventListener('devicechange', listener),
  };
}

/** @param onChoice called with each changed choice, to remember it */
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
  /** Devices that stopped by themselves in the call. */
  const wentOff = new Set<DeviceKind>();
  let flippedTo: string | undefined;
  /** The newest attempt to open each device. A track that an older attempt opens is stopped. */
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

  /** Stores the label as well, because the id may change. */
  function setDeviceChoice(kind: DeviceKind, deviceId: string): void {
    const label = state.available[kind].find((each) => each.deviceId === deviceId)?.label;
    setChoice(kind, { deviceId, label: label || undefined });
    if (kind === 'camera') flippedTo = undefined;
  }

  /** @param isReplacement for a device that has ended. A replacement that ends is not replaced again, but reported */
  function start(kinds: readonly DeviceKind[], isReplacement = false): void {
    if (kinds.length === 0) return;
    const opening = openTracks(access, kinds, wanted(), access.format);
    for (const kind of kinds) {
      setDevice(kind, { status: 'opening' });
      const attempt = opening.then((opened): OpenedTrack => {
        return opened.get(kind) ?? { ok: false, failure: { kind: 'missing', detail: '' } };
      });
      attempts[kind] = attempt;
      void attempt.then((opened) => settle(kind, attempt, opened, isReplacement));
    }
    void opening.then(refreshAvailable).then(() => {
      for (const kind of kinds) {
        const device = state.devices[kind];
        if (device.status === 'on') keepAnswer(kind, device.track.getSettings().deviceId);
      }
    });
  }

  /** Remembers the device that the guest chose in Firefox's permission prompt. Otherwise the next session would offer the first one again. */
  function keepAnswer(kind: DeviceKind, deviceId: string | undefined): void {
    if (!access.asksForEachDevice || state.choices[kind].deviceId || (kind === 'camera' && flippedTo)) return;
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
      // Browsers do not open another device by themselves.
      if (!isReplacement) return start([kind], true);
      setDevice(kind, { status: 'failed', failure: { kind: 'missing', detail: 'gone' } });
    });
    setDevice(kind, { status: 'on', track, isOther: isOther(kind, track) });
  }

  function wanted(): DeviceChoices {
    const { choices } = state;
    return flippedTo ? { ...choices, camera: { ...choices.camera, deviceId: flippedTo } } : choices;
  }

  /** Whether another device than the chosen one is open. Updates the chosen device's id and label. */
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

  /** Attempts whose track belongs to a call, which may have taken it before it was open. */
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
      // Before the guest gives permission, browsers list one device of each kind, without an id.
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
        // A device that failed to open before the call must not be opened when rejoining.
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
    noteSent(kind, isSent, deviceId) {
      if (isSent) wentOff.delete(kind);
      else wentOff.add(kind);
      // Browsers list devices only once one was allowed.
      if (deviceId && access.asksForEachDevice)
        void refreshAvailable().then(() => keepAnswer(kind, deviceId));
    },
    remember: setDeviceChoice,
    flip(deviceId) {
      flippedTo = deviceId;
    },
  };
}
