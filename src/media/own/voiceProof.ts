/**
 * How far the guest's voice verifiably gets. The proof is the server's report, not a local level meter, which also moves when nothing is sent.
 *
 * `off`: the microphone is off. `unsaid`: the server has not reported the guest as speaker yet. `heard`: it has. `not_sent`: the browser sends nothing.
 * `not_received`: the browser sends, but the server does not acknowledge it. (microphoneWatch.ts detects a microphone that gives no sound.)
 */
export type VoiceProof = 'off' | 'unsaid' | 'heard' | 'not_sent' | 'not_received';

interface Measured {
  isOn: boolean;
  /** Whether the room is connected. Without a connection no problem is reported. */
  isConnected: boolean;
  /** Whether the server has reported the guest as a speaker since the last measurement. */
  isNamed: boolean;
  sentBytes: number;
  /** Any value that changes with each RTCP report of the server; `undefined` before the first. */
  report: number | undefined;
  atMs: number;
}

/** The server sends a report about once a second, some of which get lost. */
const silenceMs = 6000;

/** Returns a function that judges measurements, which it needs about once a second. */
export function createVoiceProof(): (measured: Measured) => VoiceProof {
  let isHeard = false;
  let last: Measured | undefined;
  let sentAtMs = 0;
  let reportedAtMs = 0;

  return (measured) => {
    const { isOn, isConnected, isNamed, sentBytes, report, atMs } = measured;
    const before = last;
    last = measured;
    if (!isOn || !isConnected || !before?.isOn || !before.isConnected) {
      sentAtMs = atMs;
      reportedAtMs = atMs;
      isHeard = false;
      return isOn ? 'unsaid' : 'off';
    }
    if (sentBytes !== before.sentBytes) sentAtMs = atMs;
    if (report !== before.report) reportedAtMs = atMs;
    const isSilent = atMs - sentAtMs >= silenceMs;
    const isLost = atMs - reportedAtMs >= silenceMs;
    isHeard = (isHeard || isNamed) && !isSilent && !isLost;
    if (isSilent) return 'not_sent';
    if (isLost) return 'not_received';
    return isHeard ? 'heard' : 'unsaid';
  };
}
