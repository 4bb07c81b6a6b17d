import { facingModeFromLocalTrack, LocalVideoTrack, TrackEvent, type Track } from 'livekit-client';

/** Which side of a phone the camera looks from: `user` is the guest's own face. */
export function cameraSide(track: LocalVideoTrack): string {
  const { facingMode, confidence } = facingModeFromLocalTrack(track);
  if (confidence !== 'low') return facingMode;
  // A browser that does not say which side it shows: the side that was asked for last.
  const asked = track.constraints.facingMode;
  return typeof asked === 'string' ? asked : facingMode;
}

/** Whether the picture is shown as in a mirror: one's own face is; what lies before the phone would read backwards. */
export function isMirrored(track: Track | undefined): boolean {
  return track instanceof LocalVideoTrack && cameraSide(track) !== 'environment';
}

/** Calls `onChange` whenever the track gets another camera. @returns what ends that */
export function followCamera(track: Track | undefined, onChange: () => void): () => void {
  if (!(track instanceof LocalVideoTrack)) return () => {};
  track.on(TrackEvent.Restarted, onChange);
  return () => {
    track.off(TrackEvent.Restarted, onChange);
  };
}
