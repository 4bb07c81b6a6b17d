import { facingModeFromLocalTrack, LocalVideoTrack, Track, TrackEvent } from 'livekit-client';

/** The facing mode of the camera: `user` for the front of a phone, `environment` for the back. */
export function cameraSide(track: LocalVideoTrack): string {
  const { facingMode, confidence } = facingModeFromLocalTrack(track);
  if (confidence !== 'low') return facingMode;
  // If the browser does not report the facing mode, the last requested one counts.
  const asked = track.constraints.facingMode;
  return typeof asked === 'string' ? asked : facingMode;
}

/**
 * Whether this track shows the guest's own face, so that it may be mirrored. Video of a phone's back camera is not
 * mirrored, because text would be reversed.
 */
export function isOwnFace(track: Track | undefined): boolean {
  return (
    track instanceof LocalVideoTrack &&
    track.source === Track.Source.Camera &&
    cameraSide(track) !== 'environment'
  );
}

/**
 * Calls `onChange` whenever the track gets another camera.
 *
 * @returns stops watching
 */
export function followCamera(track: Track | undefined, onChange: () => void): () => void {
  if (!(track instanceof LocalVideoTrack)) return () => {};
  track.on(TrackEvent.Restarted, onChange);
  return () => {
    track.off(TrackEvent.Restarted, onChange);
  };
}
