import { LocalAudioTrack, RemoteTrack } from 'livekit-client';

/** Turns off what the client measures and nobody here reads. */
export function skipUnusedWork(): void {
  skipSilenceCheck();
  skipBitRates();
}

/**
 * Symptom: each join makes and reads an AudioContext twice, in the moment in which the room is rendered.
 * Cause: the client checks new microphone tracks for silence, for an event that the app does not use (it has useMicrophoneWatch).
 * Source: livekit-client 2.23.0, src/room/track/LocalAudioTrack.ts `checkForSilence`.
 * Remove when: the client checks only where the event has a listener.
 */
function skipSilenceCheck(): void {
  LocalAudioTrack.prototype.checkForSilence = () => Promise.resolve(false);
}

/**
 * Symptom: a page with 25 other people collects the statistics of its connection 25 times in two seconds.
 * Cause: the client measures the bit rate of each received track every two seconds, for which the browser collects the statistics of the whole
 * connection. The app asks once a second for all (mediaFlow.ts).
 * Source: livekit-client 2.23.0, src/room/track/RemoteTrack.ts `startMonitor`.
 * Remove when: the client measures only where a bit rate is read.
 */
function skipBitRates(): void {
  RemoteTrack.prototype.startMonitor = () => {};
}
