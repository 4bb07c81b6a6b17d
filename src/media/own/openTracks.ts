import { failed, success, type Result } from '../../../common/result.ts';
import type { CameraFormat } from './cameraFormat.ts';
import { deviceKinds, findDevice, type DeviceChoices, type DeviceKind } from './deviceChoices.ts';

/** The reason why a device cannot be used; `kind` is a key of `messages.device`. */
export interface DeviceFailure {
  kind: DeviceFailureKind;
  /** The browser's own error message, in English. */
  detail: string;
}

export type DeviceFailureKind = 'refused' | 'missing' | 'in_use' | 'insecure_page' | 'unsupported';

export type OpenedTrack = Result<MediaStreamTrack, DeviceFailure>;

/** The browser objects that open devices; passed in, so that tests run without a browser. */
export interface DeviceAccess {
  mediaDevices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  permissions: Pick<Permissions, 'query'> | undefined;
  isSecureContext: boolean;
  enumerateDevices: () => Promise<readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[]>;
  /** Whether the guest has to permit each device separately, as in Firefox. */
  asksForEachDevice: boolean;
}

type WantedTracks = ReadonlyMap<DeviceKind, MediaTrackConstraints>;

/** The constraints that open these kinds of devices as the guest has chosen. */
export function wantedTracks(
  kinds: readonly DeviceKind[],
  choices: DeviceChoices,
  format: CameraFormat,
): WantedTracks {
  return new Map(kinds.map((kind) => [kind, constraintsFor(kind, choices[kind].deviceId, format)]));
}

/** Converts the constraints of microphone and camera to the argument of getUserMedia. */
export function constraintsOf(wanted: WantedTracks): MediaStreamConstraints {
  const microphone = wanted.get('microphone');
  const camera = wanted.get('camera');
  return { ...(microphone && { audio: microphone }), ...(camera && { video: camera }) };
}

/**
 * The constraints for one kind of device. A chosen device is requested with `exact`, because Chromium ignores `ideal`
 * (seen in 156; https://groups.google.com/a/chromium.org/g/blink-dev/c/El5jaGnhVu4).
 */
function constraintsFor(
  kind: DeviceKind,
  deviceId: string | undefined,
  format: CameraFormat,
): MediaTrackConstraints {
  const device: MediaTrackConstraints = deviceId ? { deviceId: { exact: deviceId } } : {};
  if (kind === 'microphone') {
    return { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...device };
  }
  const size = {
    width: { ideal: format.width },
    height: { ideal: format.height },
    frameRate: { ideal: format.frameRate },
  };
  return deviceId ? { ...size, ...device } : { ...size, facingMode: 'user' };
}

/**
 * Opens camera and microphone as the guest has chosen, with as few permission prompts as possible: both together, and
 * if that fails, each alone, so that a missing or refused device does not prevent the other one.
 *
 * If a chosen device is gone, it is looked for by its label, because ids change when the guest clears the site's data,
 * and in Safari in each session. If the device is missing or in use, another one is opened; the caller compares the
 * open device with the choice.
 *
 * Only the result of getUserMedia counts. The Permissions API is used for one purpose: to avoid a second prompt right
 * after the guest has closed the first one. Its answers are known to be wrong otherwise (suitenumerique/meet#769,
 * #775).
 */
export async function openTracks(
  access: DeviceAccess,
  kinds: readonly DeviceKind[],
  choices: DeviceChoices,
  format: CameraFormat,
): Promise<Map<DeviceKind, OpenedTrack>> {
  const ask = (some: readonly DeviceKind[], as: DeviceChoices) =>
    tryOpen(access, wantedTracks(some, as, format));

  let together = await ask(kinds, choices);
  let found = choices;
  if (!together.ok && isUnavailable(together.failure) && kinds.some((kind) => choices[kind].deviceId)) {
    found = findAgain(choices, await access.enumerateDevices());
    const isOther = kinds.some((kind) => found[kind].deviceId !== choices[kind].deviceId);
    // Before the guest gives permission, browsers hide device ids, so every chosen device looks missing. Then this call
    // opens the only permission prompt.
    if (isOther) together = await ask(kinds, found);
  }

  const opened = new Map<DeviceKind, OpenedTrack>();
  for (const kind of kinds) {
    // If the devices are opened alone, one follows the other, because two permission prompts at once would hide each
    // other.
    opened.set(kind, together.ok ? pick(together.value, kind) : await openAlone(kind, together.failure));
  }
  if (found !== choices && !access.asksForEachDevice) await openHidden();
  return opened;

  async function openAlone(kind: DeviceKind, failure: DeviceFailure): Promise<OpenedTrack> {
    const { deviceId } = found[kind];
    const isFinal = failure.kind === 'insecure_page' || failure.kind === 'unsupported';
    if (isFinal || (failure.kind === 'refused' && (kinds.length < 2 || !(await isGranted(access, kind))))) {
      return failed(failure);
    }
    // If both devices were requested together, perhaps only the other one failed, so the chosen one is tried again
    // alone. Before the guest gives permission, browsers hide device ids, so the remembered id is tried first.
    const untried =
      kinds.length > 1 ? [choices[kind].deviceId, deviceId, undefined] : deviceId ? [undefined] : [];
    let last = failure;
    for (const id of new Set(untried)) {
      const alone = await ask([kind], withDevice(found, kind, id));
      if (alone.ok) return pick(alone.value, kind);
      last = alone.failure;
      if (!isUnavailable(last)) break;
    }
    return failed(last);
  }

  /**
   * Opens the chosen devices that could not be found before the guest gave permission, because the browser hid their
   * ids.
   */
  async function openHidden(): Promise<void> {
    const now = findAgain(choices, await access.enumerateDevices());
    for (const kind of kinds) {
      const { deviceId } = now[kind];
      const track = opened.get(kind);
      if (found[kind].deviceId || !deviceId || !track?.ok) continue;
      if (track.value.getSettings().deviceId === deviceId) continue;
      const chosen = await ask([kind], now);
      if (!chosen.ok) continue;
      track.value.stop();
      opened.set(kind, pick(chosen.value, kind));
    }
  }
}

function isUnavailable({ kind }: DeviceFailure): boolean {
  return kind === 'missing' || kind === 'in_use';
}

function pick(stream: MediaStream, kind: DeviceKind): OpenedTrack {
  const track = stream.getTracks().find((each) => each.kind === trackKind[kind]);
  return track ? success(track) : failed({ kind: 'missing', detail: '' });
}

function withDevice(choices: DeviceChoices, kind: DeviceKind, deviceId: string | undefined): DeviceChoices {
  return { ...choices, [kind]: { ...choices[kind], deviceId } };
}

/** The guest's choices with the ids that the devices have now. A device that is missing has no id. */
export function findAgain(
  choices: DeviceChoices,
  infos: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[],
): DeviceChoices {
  let found = choices;
  for (const kind of deviceKinds) {
    const list = infos.filter((info) => info.kind === `${trackKind[kind]}input`);
    found = withDevice(found, kind, findDevice(list, choices[kind])?.deviceId);
  }
  return found;
}

const trackKind = { microphone: 'audio', camera: 'video' } as const;

async function tryOpen(
  access: DeviceAccess,
  wanted: WantedTracks,
): Promise<Result<MediaStream, DeviceFailure>> {
  if (!access.mediaDevices) {
    const kind = access.isSecureContext ? 'unsupported' : 'insecure_page';
    return failed({ kind, detail: 'no mediaDevices' });
  }
  try {
    return success(await access.mediaDevices.getUserMedia(constraintsOf(wanted)));
  } catch (error) {
    return failed(deviceFailure(error));
  }
}

/**
 * Converts an exception of getUserMedia to a failure
 * (https://w3c.github.io/mediacapture-main/#dom-mediadevices-getusermedia).
 */
export function deviceFailure(error: unknown): DeviceFailure {
  const name = error instanceof Error ? error.name : '';
  return { kind: kindOfError(name), detail: String(error) };
}

function kindOfError(name: string): DeviceFailureKind {
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
    case 'PermissionDeniedError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
    case 'DevicesNotFoundError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
    case 'TrackStartError':
      return 'in_use';
    default:
      return 'unsupported';
  }
}

async function isGranted(access: DeviceAccess, kind: DeviceKind): Promise<boolean> {
  try {
    // Older versions of Firefox do not know the permissions `camera` and `microphone`, and throw.
    const status = await access.permissions?.query({ name: kind });
    return status?.state === 'granted';
  } catch {
    return false;
  }
}
