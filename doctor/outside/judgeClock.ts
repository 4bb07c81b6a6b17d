import { fine, look, notTried, wrong, type Finding } from '../finding.ts';
import { clockLines } from './judgeSignalling.ts';

/** What each clock said; `receivedAt` is this machine's at that moment. */
export interface ClockObservation {
  handler: Reading | undefined;
  livekit: Reading | undefined;
}

export interface Reading {
  shown: Date;
  receivedAt: Date;
}

/** The Date header has whole seconds, and an answer takes a while. */
const tolerated = 3;

/** livekit-server 1.13.5 takes tokens from a clock that is up to a minute ahead. */
const leewaySeconds = 60;

export function judgeClock({ handler, livekit }: ClockObservation): Finding {
  const step = 'clocks';
  const ahead = handler && secondsAhead(handler);
  const livekitAhead = livekit && secondsAhead(livekit);
  if (ahead === undefined) {
    return livekitAhead === undefined
      ? notTried(step, 'nothing that answered told the time')
      : judgeAgainstOurs(step, livekitAhead);
  }
  if (livekitAhead !== undefined && Math.abs(ahead - livekitAhead) > tolerated) {
    const apart = describe(ahead - livekitAhead);
    const advice = 'Tokens are refused when the two are a minute apart. Set both by the network.';
    return Math.abs(ahead - livekitAhead) > leewaySeconds / 2
      ? wrong(step, `the token handler's is ${apart} LiveKit's`, advice, clockLines)
      : look(step, `the token handler's is ${apart} LiveKit's`, advice, clockLines);
  }
  return judgeAgainstOurs(step, ahead);
}

function judgeAgainstOurs(step: string, ahead: number): Finding {
  if (Math.abs(ahead) <= tolerated) return fine(step, "the server's and this machine's agree");
  const seen = `the server's is ${describe(ahead)} this machine's`;
  if (Math.abs(ahead) <= leewaySeconds) {
    return look(step, seen, 'One of them is not set by the network; guests hardly notice.', clockLines);
  }
  return wrong(
    step,
    seen,
    "If this machine's is right (compare it with a phone), set the server's by the network: tokens, certificates and logs go by it.",
    clockLines,
  );
}

function secondsAhead({ shown, receivedAt }: Reading): number {
  return (shown.getTime() - receivedAt.getTime()) / 1000;
}

function describe(seconds: number): string {
  return `${Math.abs(seconds).toFixed(0)} s ${seconds > 0 ? 'ahead of' : 'behind'}`;
}
