import {
  ParticipantEvent,
  Room,
  RoomEvent,
  Track,
  TrackEvent,
  type LocalTrackPublication,
  type TrackPublication,
} from 'livekit-client';
import { readDeviceChoices, type DeviceKind } from '../../devices/deviceChoices.ts';
import { deviceFailure, findAgain } from '../../devices/openTracks.ts';

/** Which of one's own devices a published track comes from; a shared screen comes from none. */
export const ownKinds: Partial<Record<Track.Source, DeviceKind>> = {
  [Track.Source.Camera]: 'camera',
  [Track.Source.Microphone]: 'microphone',
};

interface OwnDevicesParts {
  /** Whether the others get this device now. */
  onSent: (kind: DeviceKind, isSent: boolean) => void;
  /** @param name of the device that was opened in place of the wanted one, which is gone or in use */
  onOther: (kind: DeviceKind, name: string) => void;
}

/** Keeps the room on the devices that are open, and tells when another one than the wanted one had to be opened. */
export function followOwnDevices(room: Room, { onSent, onOther }: OwnDevicesParts): void {
  const { localParticipant, options } = room;
  const defaultsOf = (kind: string) =>
    kind === 'audioinput'
      ? options.audioCaptureDefaults
      : kind === 'videoinput'
        ? options.videoCaptureDefaults
        : undefined;

  /**
   * The SDK opens a device by the constraints of its last track, which name none when the guest chose none: after an off and on it
   * could be another one than before.
   */
  function pin(publication: LocalTrackPublication, wanted: ConstrainDOMString | undefined): void {
    const { track } = publication;
    const kind = ownKinds[publication.source];
    const deviceId = track?.getSourceTrackSettings().deviceId;
    if (!track || !kind || !deviceId) return;
    const wantedId = idOf(wanted);
    const { label } = track.mediaStreamTrack;
    const chosen = readDeviceChoices()[kind];
    const isRenamed = chosen.deviceId === wantedId && chosen.label === label;
    if (wantedId && wantedId !== deviceId && !isRenamed) onOther(kind, label);
    track.constraints.deviceId = { ideal: deviceId };
  }

  const onRestarted = (track: Track) => {
    const publication = localParticipant.getTrackPublication(track.source);
    if (publication?.track === track) pin(publication, publication.track.constraints.deviceId);
  };
  const tell = (isSent: boolean) => (publication: TrackPublication) => {
    const kind = ownKinds[publication.source];
    if (kind) onSent(kind, isSent);
  };

  localParticipant.on(ParticipantEvent.TrackMuted, tell(false)).on(ParticipantEvent.TrackUnmuted, tell(true));
  room
    .on(RoomEvent.LocalTrackPublished, (publication) => {
      tell(!publication.isMuted)(publication);
      pin(publication, defaultsOf(`${publication.kind}input`)?.deviceId);
      // The same track is published again after a reconnect.
      publication.track?.off(TrackEvent.Restarted, onRestarted).on(TrackEvent.Restarted, onRestarted);
    })
    .on(RoomEvent.ActiveDeviceChanged, (kind, deviceId) => {
      const defaults = defaultsOf(kind);
      // After a switch the SDK keeps the exact one, without another try when that one is gone.
      if (defaults) defaults.deviceId = { ideal: deviceId };
    });
  keepChosen(room);
}

/** The device that a constraint means; `undefined` for none in particular. */
function idOf(constraint: ConstrainDOMString | undefined): string | undefined {
  const wanted =
    typeof constraint === 'object' && !Array.isArray(constraint)
      ? (constraint.exact ?? constraint.ideal)
      : constraint;
  return typeof wanted === 'string' && wanted !== 'default' ? wanted : undefined;
}

/**
 * Symptom: a new camera, microphone or speaker that is listed first is switched to, though the guest uses another one. Cause: the SDK takes the
 * first one for the system's default, and one who uses it for one who follows the default (livekit-client 2.23, Room.ts,
 * `selectDefaultDevices`). Here a device is left only when it is gone. May go when the SDK knows whether a device was chosen.
 */
function keepChosen(room: Room): void {
  // Safari's microphone goes on without a sound when AirPods are taken out; elsewhere its track ends, and the SDK opens another one. Safari's
  // speaker the SDK leaves alone, too: sound is slow on one that was not chosen by a click.
  const kind = 'GestureEvent' in globalThis ? 'audioinput' : 'audiooutput';
  Reflect.set(room, 'selectDefaultDevices', async () => {
    const inUse = room.getActiveDevice(kind);
    const devices = await Room.getLocalDevices(kind, false);
    const [first] = devices;
    // The system's own is there also where it is not listed (Firefox).
    if (!inUse || inUse === 'default' || !first || devices.some(({ deviceId }) => deviceId === inUse)) return;
    await room.switchActiveDevice(kind, first.deviceId);
  });
}

/**
 * Symptom: the device that the SDK asks for is not the one that opens. Cause: it asks for an `ideal` device wherever it opens one
 * again (livekit-client 2.23), which Chromium ignores (seen in 156; https://groups.google.com/a/chromium.org/g/blink-dev/c/El5jaGnhVu4).
 * So an ideal device is asked for exactly, and any other one when it is gone or in use. A chosen device that has another id by now is found
 * by its label, as in the lobby (`openTracks`). May go when Chromium follows `ideal` again.
 */
export function askForIdealDevices(mediaDevices: MediaDevices): void {
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);

  /** `undefined` where no chosen device is known by another id. */
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
    // Browsers hide the labels until a device is allowed.
    const shown = await askByLabel(constraints);
    if (shown) for (const track of other.getTracks()) track.stop();
    return shown ?? other;
  };
}

/** With something else in place of each ideal device, where there is something. `undefined` where nothing is replaced. */
function withDevice(
  constraints: MediaStreamConstraints,
  replace: (deviceId: string, kind: DeviceKind) => ConstrainDOMStringParameters | undefined,
): MediaStreamConstraints | undefined {
  let isOther = false;
  const of = (track: boolean | MediaTrackConstraints | undefined, kind: DeviceKind) => {
    if (typeof track !== 'object') return track ?? false;
    const { deviceId } = track;
    const isExact = typeof deviceId === 'object' && 'exact' in deviceId;
    const ideal = isExact ? undefined : idOf(deviceId);
    const replaced = ideal && replace(ideal, kind);
    if (!replaced) return track;
    isOther = true;
    return { ...track, deviceId: replaced };
  };
  const changed = { audio: of(constraints.audio, 'microphone'), video: of(constraints.video, 'camera') };
  return isOther ? changed : undefined;
}
