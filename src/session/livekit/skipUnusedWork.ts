import { LocalAudioTrack, RemoteTrack } from 'livekit-client';

/**
 * Symptom: twice in each join an AudioContext is made and listened to, in the moment in which the room is drawn. Cause: the SDK looks for a
 * silent microphone (livekit-client 2.23, LocalAudioTrack.ts), for an event that nobody here waits for: useMicrophoneWatch tells the guest.
 */
LocalAudioTrack.prototype.checkForSilence = () => Promise.resolve(false);

/**
 * Symptom: a page with 25 others collects the statistics of its connection 25 times a second. Cause: the SDK measures the bit rate of each
 * track that comes every two seconds (livekit-client 2.23, RemoteTrack.ts), which nobody here reads; and the browser collects those of the
 * whole connection for each. mediaFlow.ts asks once a second for all.
 */
RemoteTrack.prototype.startMonitor = () => {};
