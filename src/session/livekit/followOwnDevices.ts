import {
  ParticipantEvent,
  RoomEvent,
  Track,
  TrackEvent,
  type LocalTrackPublication,
  type Room,
  type TrackPublication,
} from 'livekit-client';
import { readDeviceChoices, type DeviceKind } from '../../media/own/deviceChoices.ts';
import { idOfConstraint } from './askForIdealDevices.ts';

/** The microphone or camera that a published track comes from; `undefined` for a shared screen. */
export const ownKinds: Partial<Record<Track.Source, DeviceKind>> = {
  [Track.Source.Camera]: 'camera',
  [Track.Source.Microphone]: 'microphone',
};

interface OwnDevicesParts {
  /**
   * Called when other participants start or stop receiving the guest's camera or microphone.
   *
   * @param deviceId id of the open device; only when they start
   */
  onSent: (kind: DeviceKind, isSent: boolean, deviceId?: string) => void;
  /** @param name label of the device that was opened because the requested one is gone or in use */
  onOther: (kind: DeviceKind, name: string) => void;
}

/**
 * Makes the client reopen the same devices, and reports when it had to open another one than requested.
 *
 * Symptom: a camera or microphone that was turned off and on again may be another one than before.
 * Cause: the client reopens a device with the constraints of its last track, which name no device if the guest chose none. After a switch they name
 * a device as `exact`, so the client fails if that device is gone.
 * Source: livekit-client 2.23.0, src/room/track/LocalTrack.ts `restart`; src/room/Room.ts `switchActiveDevice`.
 * Remove when: the client reopens the last device, or any other one if that is gone.
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
  const tell =
    (isSent: boolean) =>
    ({ source, track }: TrackPublication) => {
      const kind = ownKinds[source];
      if (kind) onSent(kind, isSent, isSent ? track?.mediaStreamTrack.getSettings().deviceId : undefined);
    };

  localParticipant.on(ParticipantEvent.TrackMuted, tell(false)).on(ParticipantEvent.TrackUnmuted, tell(true));
  room
    .on(RoomEvent.LocalTrackPublished, (publication) => {
      tell(!publication.isMuted)(publication);
      pin(publication, defaultsOf(`${publication.kind}input`)?.deviceId);
      // Removes the listener before it is added, because the client publishes the same track again after a reconnect.
      publication.track?.off(TrackEvent.Restarted, onRestarted).on(TrackEvent.Restarted, onRestarted);
    })
    .on(RoomEvent.ActiveDeviceChanged, (kind, deviceId) => {
      const defaults = defaultsOf(kind);
      if (defaults) defaults.deviceId = { ideal: deviceId };
    });
}
