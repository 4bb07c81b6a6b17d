import { failed } from '../../../common/result.ts';
import { readCameraFormat, type CameraFormat } from './cameraFormat.ts';
import { deviceKinds, type DeviceChoices, type DeviceKind } from './deviceChoices.ts';
import { takeFirstStream } from './firstStream.ts';
import { openTracks, type DeviceAccess, type DeviceFailure, type OpenedTrack } from './openTracks.ts';
import { createListeners, type Followed } from '../../listeners.ts';

type DeviceState =
  | { status: 'off' }
  | { status: 'opening' }
  /** `isOther` is true if another device is open than the chosen one, which is gone or in use. */
  | { status: 'on'; track: MediaStreamTrack; isOther: boolean }
  | { status: 'failed'; failure: DeviceFailure };

/** A device that the guest can choose. Its label is empty before the guest has given permission. */
interface Device {
  deviceId: string;
  label: string;
}

export interface PreviewState {
  devices: Record<DeviceKind, DeviceState>;
  choices: DeviceChoices;
  available: Record<DeviceKind, readonly Device[]>;
}

/**
 * The lobby's tracks, or promises that resolve once the guest has answered the permission prompt; `undefined` for a
 * device without a track.
 */
export type LentTracks = Record<DeviceKind, Promise<MediaStreamTrack | undefined>>;

/**
 * The guest's own devices in the lobby: which are on, their tracks and their failures. Views subscribe with
 * `useFollowed`.
 */
export interface Preview extends Followed<PreviewState> {
  /**
   * Opens every device that should be on and is not open yet, except one that stopped by itself in the call. The
   * browser may show a permission prompt.
   */
  open: () => void;
  toggle: (kind: DeviceKind) => void;
  /** Chooses a device of this kind. If the device is off, it stays off. */
  choose: (kind: DeviceKind, deviceId: string) => void;
  /** Turns camera and microphone off for this session. The browser does not remember that for the next session. */
  turnOff: () => void;
  /** Closes camera and microphone without changing the guest's choices. */
  close: () => void;
  /** The tracks for a call. Until `release` the preview owns them, and a failed join leaves them in the lobby. */
  lend: () => LentTracks;
  /** Leaves the tracks to the call without stopping them; from now on the call owns them. */
  release: () => void;
  /** The id of the open device, or of the chosen one if none is open. */
  deviceId: (kind: DeviceKind) => string | undefined;
  /** Records that the guest turned a device on or off in the call. Rejoining and the next lobby use the record. */
  setOn: (kind: DeviceKind, on: boolean) => void;
  /**
   * Records whether the others receive a device of the guest. A device that stopped by itself is not opened
   * automatically.
   *
   * @param deviceId the open device, which the guest may have chosen in the browser's permission prompt
   */
  noteSent: (kind: DeviceKind, isSent: boolean, deviceId?: string) => void;
  /** Records which device the guest chose in the call. Rejoining and the next lobby use the record. */
  remember: (kind: DeviceKind, deviceId: string) => void;
  /**
   * Uses this camera when the guest rejoins, until the guest chooses another one. The browser does not remember it for
   * the next session.
   */
  flip: (deviceId: string) => void;
}

export interface PreviewAccess extends DeviceAccess {
  /** The size and frame rate to request from the camera. */
  format: CameraFormat;
  onDeviceChange: (listener: () => void) => void;
}

/** The parts of `createPreview` in a browser. */
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

/**
 * Creates the preview of the guest's own devices.
 *
 * @param onChoice called with the changed choices, so that the browser remembers them
 */
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
  /** Kinds of devices that stopped by themselves in the call. */
  const wentOff = new Set<DeviceKind>();
  let flippedTo: string | undefined;
  /** The newest attempt to open each kind of device. If an older attempt opens a track later, that track is stopped. */
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

  /** The device's label is stored as well, because the id may change. */
  function setDeviceChoice(kind: DeviceKind, deviceId: string): void {
    const label = state.available[kind].find((each) => each.deviceId === deviceId)?.label;
    setChoice(kind, { deviceId, label: label || undefined });
    if (kind === 'camera') flippedTo = undefined;
  }

  /**
   * Begins to open these kinds of devices.
   *
   * @param isReplacement whether the new device replaces one that has ended. If the replacement ends too, that is
   *   reported instead
   */
  function start(kinds: readonly DeviceKind[], isReplacement = false): void {
    if (kinds.length === 0) return;
    const opening = openTracks(access, kinds, wanted(), access.format);
    for (const kind of kinds) {
      setDevice(kind, { status: 'opening' });
      const attempt = opening.then((opened): OpenedTrack => {
        return opened.get(kind) ?? failed({ kind: 'missing', detail: '' });
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

  /**
   * Remembers the device that the guest chose in Firefox's permission prompt. Otherwise the prompt of the next session
   * would offer the first device again.
   */
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
      // Browsers do not open another device when an open one ends (it was unplugged, for example), so the page does,
      // but only once: if the replacement ends as well, the device is reported as missing.
      if (!isReplacement) return start([kind], true);
      setDevice(kind, { status: 'failed', failure: { kind: 'missing', detail: 'gone' } });
    });
    setDevice(kind, { status: 'on', track, isOther: isOther(kind, track) });
  }

  function wanted(): DeviceChoices {
    const { choices } = state;
    return flippedTo ? { ...choices, camera: { ...choices.camera, deviceId: flippedTo } } : choices;
  }

  /** Whether the browser has opened another device than the chosen one. Also updates the id and label of the choice. */
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

  /**
   * Attempts to open a device whose track the call has taken over, perhaps before the device was open. The preview
   * does not stop these tracks.
   */
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
      // A device with an empty id is left out, because it cannot be chosen: browsers list one of each kind before the
      // guest gives permission.
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
        // A device that failed to open before the call must not be opened when the guest rejoins.
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
      // The list of devices is read again first, because browsers list devices only once the guest has allowed one.
      if (deviceId && access.asksForEachDevice)
        void refreshAvailable().then(() => keepAnswer(kind, deviceId));
    },
    remember: setDeviceChoice,
    flip(deviceId) {
      flippedTo = deviceId;
    },
  };
}
