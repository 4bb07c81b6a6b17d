import { LocalAudioTrack, RemoteTrack } from 'livekit-client';

/** Turns off measurements of the client that the app does not use. */
export function skipUnusedWork(): void {
  skipSilenceCheck();
  skipBitRates();
}

/**
 * Symptom: each join creates and reads an AudioContext twice, just when the room is rendered.
 * Cause: the client checks new microphone tracks for silence, to emit an event that the app does not use (it has its own check).
 * Source: livekit-client 2.23.0, src/room/track/LocalAudioTrack.ts `checkForSilence`.
 * Remove when: the client checks only if the event has a listener.
 */
function skipSilenceCheck(): void {
  LocalAudioTrack.prototype.checkForSilence = () => Promise.resolve(false);
}

/**
 * Symptom: with 25 other participants the browser collects the statistics of the connection 25 times in two seconds.
 * Cause: the client measures the bit rate of each received track every two seconds, and each time the browser collects the statistics of the whole
 * connection. The app itself needs them once a second (mediaFlow.ts).
 * Source: livekit-client 2.23.0, src/room/track/RemoteTrack.ts `startMonitor`.
 * Remove when: the client measures a bit rate only if it is read.
 */
function skipBitRates(): void {
  RemoteTrack.prototype.startMonitor = () => {};
}
