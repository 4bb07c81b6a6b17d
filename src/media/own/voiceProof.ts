/**
 * How far the guest's voice has been proved to arrive. The proof is the server's report; a local level meter would also
 * move when nothing is sent.
 *
 * `off`: the microphone is off. `unsaid`: the server has not reported the guest as a speaker yet. `heard`: it has.
 * `not_sent`: the browser sends nothing. `not_received`: the browser sends, but the server does not acknowledge it.
 * (microphoneWatch.ts recognises a microphone that gives no sound.)
 */
export type VoiceProof = 'off' | 'unsaid' | 'heard' | 'not_sent' | 'not_received';

interface Measured {
  isOn: boolean;
  /**
   * False while nothing can be known about the voice, because the connection is lost or the operating system has
   * taken the microphone away.
   */
  isConnected: boolean;
  /** Whether the server has reported the guest as a speaker since the last measurement. */
  isNamed: boolean;
  sentBytes: number;
  /** A value that changes with each RTCP report of the server; `undefined` before the first report. */
  report: number | undefined;
  atMs: number;
}

/**
 * How long reports may be missing before the voice counts as not received. The server sends one about once a second,
 * and some get lost.
 */
const silenceMs = 6000;

/**
 * Makes a function that tells from each measurement whether the guest's voice reaches the server. The function has to
 * be called about once a second.
 */
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
