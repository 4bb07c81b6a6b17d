import {
  ParticipantEvent,
  RoomEvent,
  Track,
  TrackEvent,
  type LocalTrackPublication,
  type Room,
  type TrackPublication,
} from 'livekit-client';
import { readDeviceChoices, type DeviceKind } from '../../devices/deviceChoices.ts';
import { idOfConstraint } from './askForIdealDevices.ts';

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

/**
 * Keeps the room on the devices that are open, and tells when another one than the wanted one had to be opened.
 *
 * Symptom: after a camera or microphone was off and on again, another one than before may be open.
 * Cause: the client opens a device by the constraints of its last track, which name none when the guest chose none. After a switch they name
 * it exactly, and the client has no second try when that device is gone.
 * Source: livekit-client 2.23.0, src/room/track/LocalTrack.ts `restart`; src/room/Room.ts `switchActiveDevice`.
 * Remove when: the client opens the device that was open, and any other one where that is gone.
 */
export function followOwnDevices(room: Room, { onSent, onOther }: OwnDevicesParts): void {
  const { localParticipant, options } = room;
  const defaultsOf = (kind: string) =>
    kind === 'audioinput'
      ? options.audioCaptureDefaults
      : kind === 'videoinput'
        ? options.videoCaptureDefaults
        : undefined;

  function pin(publication: LocalTrackPublication, wanted: ConstrainDOMString | undefined): void {
    const { track } = publication;
    const kind = ownKinds[publication.source];
    const deviceId = track?.getSourceTrackSettings().deviceId;
    if (!track || !kind || !deviceId) return;
    const wantedId = idOfConstraint(wanted);
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
      if (defaults) defaults.deviceId = { ideal: deviceId };
    });
}
