import type { Result } from '../../common/result.ts';
import type { AccessFailure, AccessFailureKind } from './accessFailure.ts';
import type { TokenGrant } from './requestToken.ts';

/** Age up to which a token is used. The app's own handler makes tokens valid for ten minutes (token/mintToken.ts). */
const grantServesMs = 5 * 60_000;
/** Age up to which a refusal is used. After that the host may have fixed its cause. */
const refusalServesMs = 30_000;
/** Pause after which typing counts as finished. It doubles each time the guest goes on typing after it. */
const typedMs = 3000;

type Answer = Result<TokenGrant, AccessFailure>;

/** `undefined` if no token was requested, or if a new request is needed. */
export type EarlyAnswer = Answer | undefined;

/** Parameters of the token request that a click on Join would send. */
export interface EarlyWish {
  name: string;
  key: string;
}

/** Requests the token while the guest is in the lobby, so that the click on Join need not wait for it. */
export interface EarlyToken {
  /** Sets the parameters for joining, `undefined` while they are unknown. Equal parameters change nothing. */
  want: (wish: EarlyWish | undefined) => void;
  /** Called when the name field loses the focus: requests the token now, unless it was requested already. */
  settle: () => void;
  /** Called by the click on Join: returns the answer for exactly these parameters, after waiting for it if necessary. Works once, and ends the requests. */
  take: (wish: EarlyWish) => Promise<EarlyAnswer>;
}

interface EarlyTokenParts {
  ask: (wish: EarlyWish, signal: AbortSignal) => Promise<Answer>;
  document: Pick<Document, 'visibilityState' | 'addEventListener'>;
  /** Called when a request is refused and no click on Join has taken its answer. */
  onRefused: (failure: AccessFailure) => void;
}

/**
 * Sends few requests, because all guests behind one IP address share the rate limit: one when the name field loses the focus or typing has paused
 * for long, and further ones only when the token becomes old while the page is visible. After a failure it sends none. The click sends a new
 * request if necessary.
 */
export function createEarlyToken({ ask, document, onRefused }: EarlyTokenParts): EarlyToken {
  let wanted: EarlyWish | undefined;
  let asking = new AbortController();
  let answer: Promise<{ given: Answer; endsAtMs: number } | undefined> | undefined;
  let isFirst = true;
  /** Number of requests for typed names. */
  let typed = 0;
  let pending: EarlyWish | undefined;

  function askIn(ms: number, wish: EarlyWish): void {
    setTimeout(() => {
      if (wanted !== wish) return;
      if (document.visibilityState === 'visible') askNow(wish);
      else
        document.addEventListener('visibilitychange', () => wanted === wish && askNow(wish), { once: true });
    }, ms);
  }

  function settle(): void {
    if (!pending) return;
    typed += 1;
    askIn(0, pending);
    pending = undefined;
  }

  function askNow(wish: EarlyWish): void {
    answer = ask(wish, asking.signal).then(
      (given) => {
        const servesMs = given.ok ? grantServesMs : refusalServesMs;
        if (given.ok) askIn(servesMs, wish);
        const serves = given.ok || isFinal(given.failure.kind);
        if (!given.ok && wanted === wish) onRefused(given.failure);
        return serves ? { given, endsAtMs: Date.now() + servesMs } : undefined;
      },
      // The request was aborted, or failed by a bug. The click on Join sends its own.
      () => undefined,
    );
  }

  return {
    want(wish) {
      if (wish && wanted && isSame(wish, wanted)) return;
      wanted = wish;
      answer = undefined;
      asking.abort();
      asking = new AbortController();
      pending = undefined;
      if (wish && isFirst) askIn(0, wish);
      else if (wish) {
        pending = wish;
        setTimeout(() => pending === wish && settle(), typedMs * 2 ** typed);
      }
      isFirst = false;
    },
    settle,
    async take(wish) {
      const taken = wanted && isSame(wish, wanted) ? answer : undefined;
      wanted = undefined;
      pending = undefined;
      answer = undefined;
      const found = await taken;
      return found && Date.now() < found.endsAtMs ? found.given : undefined;
    },
  };
}

function isSame(a: EarlyWish, b: EarlyWish): boolean {
  return a.name === b.name && a.key === b.key;
}

/** Whether another request would get the same refusal. */
function isFinal(kind: AccessFailureKind): boolean {
  const final: readonly AccessFailureKind[] = [
    'key_missing',
    'key_wrong',
    'name_invalid',
    'invitation_ended',
    'room_not_allowed',
    'removed',
    'refused',
  ];
  return final.includes(kind);
}
