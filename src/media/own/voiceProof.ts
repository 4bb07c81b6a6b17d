/**
 * How far the guest's voice is known to get. `heard` is the server's word, never a meter of this page: that one also
 * moves when nothing is sent.
 *
 * `off`: the microphone is off. `unsaid`: nothing was said yet. `not_sent`: the browser sends nothing. `not_received`: it does,
 * and the server does not acknowledge it. (A microphone that gives no sound is told by microphoneWatch.ts.)
 */
export type VoiceProof = 'off' | 'unsaid' | 'heard' | 'not_sent' | 'not_received';

interface Measured {
  isOn: boolean;
  /** Whether the connection stands; while it does not, nothing is concluded. */
  isConnected: boolean;
  /** Whether the server named the guest among those who speak since the last time. */
  isNamed: boolean;
  sentBytes: number;
  /** Anything that changes with each report of the server on what it received; `undefined` before the first. */
  report: number | undefined;
  atMs: number;
}

/** The server reports about once a second, and some reports get lost. */
const silenceMs = 6000;
/** Called about once a second; judges from what was measured. */
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
