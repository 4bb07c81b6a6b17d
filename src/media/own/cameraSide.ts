import { facingModeFromLocalTrack, LocalVideoTrack, Track, TrackEvent } from 'livekit-client';

/** Which side of a phone the camera looks from: `user` is the guest's own face. */
export function cameraSide(track: LocalVideoTrack): string {
  const { facingMode, confidence } = facingModeFromLocalTrack(track);
  if (confidence !== 'low') return facingMode;
  // A browser that does not say which side it shows: the side that was asked for last.
  const asked = track.constraints.facingMode;
  return typeof asked === 'string' ? asked : facingMode;
}

/** Whether this is one's own face, and so to be seen as in a mirror; what lies before a phone would read backwards. */
export function isOwnFace(track: Track | undefined): boolean {
  return (
    track instanceof LocalVideoTrack &&
    track.source === Track.Source.Camera &&
    cameraSide(track) !== 'environment'
  );
}

/** Calls `onChange` whenever the track gets another camera. @returns what ends that */
export function followCamera(track: Track | undefined, onChange: () => void): () => void {
  if (!(track instanceof LocalVideoTrack)) return () => {};
  track.on(TrackEvent.Restarted, onChange);
  return () => {
    track.off(TrackEvent.Restarted, onChange);
  };
}
