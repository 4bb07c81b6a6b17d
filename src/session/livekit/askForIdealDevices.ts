import { readDeviceChoices, type DeviceKind } from '../../media/own/deviceChoices.ts';
import { deviceFailure, findAgain } from '../../media/own/openTracks.ts';

/**
 * Opens the device that a constraint names as `ideal`, or any other one if that is gone or in use. A chosen device whose id has changed is found by
 * its label, as in the lobby (`openTracks`).
 *
 * Symptom: another device opens than the client asks for.
 * Cause: the client asks for an `ideal` device whenever it reopens one, and Chromium ignores `ideal` (seen in 156;
 * https://groups.google.com/a/chromium.org/g/blink-dev/c/El5jaGnhVu4).
 * Source: livekit-client 2.23.0, src/room/track/LocalTrack.ts `restart`, `setDeviceId`.
 * Remove when: Chromium follows `ideal` again.
 */
export function askForIdealDevices(mediaDevices: MediaDevices): void {
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);

  /** Opens the chosen devices found by their labels; `undefined` if none has a new id, or if opening fails. */
  async function askByLabel(constraints: MediaStreamConstraints): Promise<MediaStream | undefined> {
    const choices = readDeviceChoices();
    const now = findAgain(choices, await mediaDevices.enumerateDevices());
    const found = withDevice(constraints, (deviceId, kind) => {
      const newId = choices[kind].deviceId === deviceId ? now[kind].deviceId : undefined;
      return newId && newId !== deviceId ? { exact: newId } : undefined;
    });
    return found && (await ask(found).catch(() => undefined));
  }

  mediaDevices.getUserMedia = async (constraints = {}) => {
    const exact = withDevice(constraints, (deviceId) => ({ exact: deviceId }));
    if (!exact) return await ask(constraints);
    try {
      return await ask(exact);
    } catch (error) {
      const { kind } = deviceFailure(error);
      if (kind !== 'missing' && kind !== 'in_use') throw error;
    }
    const found = await askByLabel(constraints);
    if (found) return found;
    const other = await ask(withDevice(constraints, () => ({})) ?? constraints);
    // Browsers hide device labels until the guest has allowed the page to use a device.
    const shown = await askByLabel(constraints);
    if (shown) for (const track of other.getTracks()) track.stop();
    return shown ?? other;
  };
}

/** A copy of `constraints` with each ideal device replaced by the result of `replace`; `undefined` if it replaces none. */
function withDevice(
  constraints: MediaStreamConstraints,
  replace: (deviceId: string, kind: DeviceKind) => ConstrainDOMStringParameters | undefined,
): MediaStreamConstraints | undefined {
  let isOther = false;
  const of = (track: boolean | MediaTrackConstraints | undefined, kind: DeviceKind) => {
    if (typeof track !== 'object') return track ?? false;
    const { deviceId } = track;
    const isExact = typeof deviceId === 'object' && 'exact' in deviceId;
    const ideal = isExact ? undefined : idOfConstraint(deviceId);
    const replaced = ideal && replace(ideal, kind);
    if (!replaced) return track;
    isOther = true;
    return { ...track, deviceId: replaced };
  };
  const changed = { audio: of(constraints.audio, 'microphone'), video: of(constraints.video, 'camera') };
  return isOther ? changed : undefined;
}

/** The id of the device that a constraint asks for; `undefined` if the constraint allows any device. */
export function idOfConstraint(constraint: ConstrainDOMString | undefined): string | undefined {
  const wanted =
    typeof constraint === 'object' && !Array.isArray(constraint)
      ? (constraint.exact ?? constraint.ideal)
      : constraint;
  return typeof wanted === 'string' && wanted !== 'default' ? wanted : undefined;
}
