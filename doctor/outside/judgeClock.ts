import { fine, look, notTried, wrong, type Finding } from '../finding.ts';
import { clockLines } from './judgeSignalling.ts';

/** The clocks of the token handler and of LiveKit, each read together with this machine's clock (`receivedAt`). */
export interface ClockObservation {
  handler: Reading | undefined;
  livekit: Reading | undefined;
}

export interface Reading {
  shown: Date;
  receivedAt: Date;
}

/**
 * Largest difference between two clocks that counts as none, in seconds. The Date header has whole seconds, and an
 * answer takes a while.
 */
const tolerated = 3;

/**
 * Largest difference, in seconds, with which livekit-server 1.13.5 accepts a token: its times (`nbf`, `exp`) may be off
 * by a minute. Tokens of our own token handler are accepted even if its clock is ahead, since their `nbf` is in the
 * past; those of other token handlers are refused.
 */
const leewaySeconds = 60;

export function judgeClock({ handler, livekit }: ClockObservation): Finding {
  const step = 'clocks';
  const ahead = handler && secondsAhead(handler);
  const livekitAhead = livekit && secondsAhead(livekit);
  if (ahead === undefined || livekitAhead === undefined) {
    const only = ahead ?? livekitAhead;
    return only === undefined ? notTried(step, 'no answer contained the time') : judgeAgainstOurs(step, only);
  }
  const apart = ahead - livekitAhead;
  if (Math.abs(apart) <= tolerated) return judgeAgainstOurs(step, ahead);
  const seen = `the token handler's is ${describe(apart)} LiveKit's; ${blame(ahead, livekitAhead)}`;
  const advice =
    'LiveKit rejects tokens if the clocks differ by more than 60 s. Synchronise the wrong clock by NTP, or better both.';
  return Math.abs(apart) > leewaySeconds / 2
    ? wrong(step, seen, advice, clockLines)
    : look(step, seen, advice, clockLines);
}

/**
 * Says which clock is wrong. This machine's clock is the third one: of three clocks the two that agree are believed.
 */
function blame(handlerAhead: number, livekitAhead: number): string {
  if (Math.abs(livekitAhead) <= tolerated)
    return "this machine agrees with LiveKit, so the token handler's is wrong";
  if (Math.abs(handlerAhead) <= tolerated)
    return "this machine agrees with the token handler, so LiveKit's is wrong";
  return `this machine agrees with neither (LiveKit's is ${describe(livekitAhead)} this machine's)`;
}

function judgeAgainstOurs(step: string, ahead: number): Finding {
  if (Math.abs(ahead) <= tolerated) return fine(step, "the server's and this machine's agree");
  const seen = `the server's is ${describe(ahead)} this machine's`;
  if (Math.abs(ahead) <= leewaySeconds) {
    return look(step, seen, 'One of them is not synchronised by NTP; guests hardly notice.', clockLines);
  }
  return wrong(
    step,
    seen,
    "If this machine's is right (compare it with a phone), synchronise the server's by NTP: tokens, certificates and logs depend on it.",
    clockLines,
  );
}

function secondsAhead({ shown, receivedAt }: Reading): number {
  return (shown.getTime() - receivedAt.getTime()) / 1000;
}

function describe(seconds: number): string {
  return `${Math.abs(seconds).toFixed(0)} s ${seconds > 0 ? 'ahead of' : 'behind'}`;
}
