import type { Result } from '../../common/result.ts';
import type { AccessFailure, AccessFailureKind } from './accessFailure.ts';
import type { TokenGrant } from './requestToken.ts';

/** Our tokens are good for ten minutes (token/mintToken.ts); other handlers' hardly for less. */
const grantServesMs = 5 * 60_000;
/** The host may mend what was refused, and a guest who has waited deserves a true answer. */
const refusalServesMs = 30_000;
/** A pause in typing that is probably its end; twice as long after each that was not. */
const typedMs = 3000;

type Answer = Result<TokenGrant, AccessFailure>;

/** `undefined` when nothing was asked, or when it has to be asked anew. */
export type EarlyAnswer = Answer | undefined;

/** What a click on Join would ask with. */
export interface EarlyWish {
  name: string;
  key: string;
}

/** Asks for the token while the guest looks at the lobby, so that the click need not wait for it. */
export interface EarlyToken {
  /** What the guest would join with now, `undefined` when it can't be known. The same one again changes nothing. */
  want: (wish: EarlyWish | undefined) => void;
  /** The name field was left: what is wanted is asked for now, if it has not been. */
  settle: () => void;
  /** For the click: the answer to this very wish, which may still be on its way. It serves once, and ends the asking. */
  take: (wish: EarlyWish) => Promise<EarlyAnswer>;
}

interface EarlyTokenParts {
  ask: (wish: EarlyWish, signal: AbortSignal) => Promise<Answer>;
  document: Pick<Document, 'visibilityState' | 'addEventListener'>;
}

/**
 * Everybody behind one address shares the handler's limit, so little is asked: once the name is settled, that is when its field is
 * left or typing has paused for long;
 * again only when the token grows old in a page that is looked at; and never again by itself after a failure. What
 * failed is not shown: the click tells it, or asks anew.
 */
export function createEarlyToken({ ask, document }: EarlyTokenParts): EarlyToken {
  let wanted: EarlyWish | undefined;
  let asking = new AbortController();
  let answer: Promise<{ given: Answer; endsAtMs: number } | undefined> | undefined;
  let isFirst = true;
  /** How often a name that was typed has been asked for. */
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
        return serves ? { given, endsAtMs: Date.now() + servesMs } : undefined;
      },
      // Given up, or a fault of our own: the click finds out.
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

/** Refusals that another question would only repeat. */
function isFinal(kind: AccessFailureKind): boolean {
  return ['key_missing', 'key_wrong', 'name_invalid', 'room_not_allowed', 'refused'].includes(kind);
}
