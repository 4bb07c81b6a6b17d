import { failed, success, type Result } from '../result.ts';
import type { CameraPicture } from './cameraPicture.ts';
import type { DeviceChoices, DeviceKind } from './deviceChoices.ts';

/** Why a device can not be used; `kind` is a key of `messages.device`. */
export interface DeviceFailure {
  kind: DeviceFailureKind;
  /** What the browser said, for the host. */
  detail: string;
}

export type DeviceFailureKind = 'refused' | 'missing' | 'in_use' | 'insecure_page' | 'unsupported';

export type OpenedTrack = Result<MediaStreamTrack, DeviceFailure>;

/** What the browser offers; handed in so that tests run without one. */
export interface DeviceAccess {
  mediaDevices: Pick<MediaDevices, 'getUserMedia'> | undefined;
  permissions: Pick<Permissions, 'query'> | undefined;
  isSecureContext: boolean;
}

type WantedTracks = ReadonlyMap<DeviceKind, MediaTrackConstraints>;

/** What to ask for, to open these kinds as they were chosen. */
export function wantedTracks(
  kinds: readonly DeviceKind[],
  choices: DeviceChoices,
  picture: CameraPicture,
): WantedTracks {
  return new Map(kinds.map((kind) => [kind, constraintsFor(kind, choices[kind].deviceId, picture)]));
}

/** The same as getUserMedia takes it. */
export function constraintsOf(wanted: WantedTracks): MediaStreamConstraints {
  const microphone = wanted.get('microphone');
  const camera = wanted.get('camera');
  return { ...(microphone && { audio: microphone }), ...(camera && { video: camera }) };
}

/** The constraints for `kind`; a device that is gone gives way to the browser's default (`ideal`). */
function constraintsFor(
  kind: DeviceKind,
  deviceId: string | undefined,
  picture: CameraPicture,
): MediaTrackConstraints {
  const device: MediaTrackConstraints = deviceId ? { deviceId: { ideal: deviceId } } : {};
  if (kind === 'microphone') {
    return { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...device };
  }
  const size = {
    width: { ideal: picture.width },
    height: { ideal: picture.height },
    frameRate: { ideal: picture.frameRate },
  };
  return deviceId ? { ...size, ...device } : { ...size, facingMode: 'user' };
}

/**
 * Opens what is wanted with as few questions to the guest as can be: both in one prompt, and when
 * that fails, each alone, because one missing or refused device must not cost the other.
 *
 * What getUserMedia answers is believed; the Permissions API is only asked whether trying one device
 * alone would open another prompt right after the guest has closed the first
 * (it is known to be wrong otherwise: suitenumerique/meet#769, #775).
 */
export async function openTracks(
  access: DeviceAccess,
  wanted: WantedTracks,
): Promise<Map<DeviceKind, OpenedTrack>> {
  const kinds = [...wanted.keys()];
  const together = await tryOpen(access, wanted);
  if (together.ok) {
    return new Map(
      kinds.map((kind) => {
        const track = together.value.getTracks().find((each) => each.kind === trackKind[kind]);
        return [kind, track ? success(track) : failed({ kind: 'missing', detail: 'no track' })];
      }),
    );
  }
  const { failure } = together;
  if (kinds.length < 2 || failure.kind === 'insecure_page' || failure.kind === 'unsupported') {
    return new Map(kinds.map((kind) => [kind, failed(failure)]));
  }
  const opened = new Map<DeviceKind, OpenedTrack>();
  for (const kind of kinds) {
    const constraints = wanted.get(kind);
    if (!constraints) continue;
    const again = failure.kind !== 'refused' || (await isGranted(access, kind));
    const alone = again ? await openTracks(access, new Map([[kind, constraints]])) : undefined;
    opened.set(kind, alone?.get(kind) ?? failed(failure));
  }
  return opened;
}

const trackKind = { microphone: 'audio', camera: 'video' } as const;

async function tryOpen(
  access: DeviceAccess,
  wanted: WantedTracks,
): Promise<Result<MediaStream, DeviceFailure>> {
  if (!access.mediaDevices) {
    const kind = access.isSecureContext ? 'unsupported' : 'insecure_page';
    return failed({ kind, detail: 'navigator.mediaDevices is undefined' });
  }
  try {
    return success(await access.mediaDevices.getUserMedia(constraintsOf(wanted)));
  } catch (error) {
    return failed(deviceFailure(error));
  }
}

/** What getUserMedia's exception means (https://w3c.github.io/mediacapture-main/#dom-mediadevices-getusermedia). */
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
    // Typed by hand where the library's list of permission names lacks them; Firefox throws on older versions.
    const status = await access.permissions?.query({ name: kind });
    return status?.state === 'granted';
  } catch {
    return false;
  }
}
