import type { Result } from '../../common/result.ts';
import type { AccessFailure, AccessFailureKind } from './accessFailure.ts';
import type { TokenGrant } from './requestToken.ts';

/**
 * How long the page can use a token that it requested before the click on Join. The app's own token handler makes
 * tokens valid for ten minutes (token/mintToken.ts).
 */
const grantServesMs = 5 * 60_000;
/**
 * How long a refusal by the token endpoint counts. After that the person who runs the server may have removed its
 * cause.
 */
const refusalServesMs = 30_000;
/**
 * Pause after which the guest counts as having finished typing. It doubles each time the guest goes on typing after
 * such a pause.
 */
const typedMs = 3000;

type Answer = Result<TokenGrant, AccessFailure>;

/**
 * The answer to a token request that was sent before the click on Join; `undefined` if none was sent, or if the click
 * has to send a new request.
 */
export type EarlyAnswer = Answer | undefined;

/** The parameters with which a click on Join would request a token. */
export interface EarlyWish {
  name: string;
  key: string;
}

/** Requests a token while the guest is in the lobby, so that the click on Join need not wait for the answer. */
export interface EarlyToken {
  /**
   * Sets what a click on Join would request; `undefined` while that is unknown. Setting the same again changes nothing.
   */
  want: (wish: EarlyWish | undefined) => void;
  /** Called when the name field loses the focus: requests the token now, unless the request was sent already. */
  settle: () => void;
  /**
   * Called by the click on Join: returns the answer to exactly this request, and waits for it if necessary. Works once,
   * and ends the early requests.
   */
  take: (wish: EarlyWish) => Promise<EarlyAnswer>;
}

interface EarlyTokenParts {
  ask: (wish: EarlyWish, signal: AbortSignal) => Promise<Answer>;
  document: Pick<Document, 'visibilityState' | 'addEventListener'>;
  /** Called when the token endpoint refuses an early request and no click on Join has taken the answer. */
  onRefused: (failure: AccessFailure) => void;
}

/**
 * Makes early requests, but few, because all guests behind one IP address share the rate limit: one when the name field
 * loses the focus or typing has paused for long, and further ones only when the token becomes old while the page is
 * visible. After a failure it sends none. The click on Join sends a new request if necessary.
 */
export function createEarlyToken({ ask, document, onRefused }: EarlyTokenParts): EarlyToken {
  let wanted: EarlyWish | undefined;
  let asking = new AbortController();
  let answer: Promise<{ given: Answer; endsAtMs: number } | undefined> | undefined;
  let isFirst = true;
  /** Number of requests that were sent because typing had paused. */
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
      // The request was aborted, or failed because of a bug, so there is no answer, and the click on Join sends a
      // request of its own.
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

/** Whether a further request would be refused for the same reason. */
function isFinal(kind: AccessFailureKind): boolean {
  const final: readonly AccessFailureKind[] = [
    'key_missing',
    'key_wrong',
    'name_invalid',
    'invitation_ended',
    'room_not_allowed',
    'knock_required',
    'removed',
    'refused',
  ];
  return final.includes(kind);
}
