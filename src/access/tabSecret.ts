import { randomHex } from './randomHex.ts';

const key = 'first-room:tab';

/** The tab's own storage; handed in, so that tests need none. It may be forbidden, and then fails at every touch. */
type TabStorage = () => Pick<Storage, 'getItem' | 'setItem'>;

/**
 * A secret of this tab, that stays through a reload: who brings it again is the same guest to the token handler. Another
 * tab has another one, so two tabs are two guests; only a duplicated tab begins with a copy.
 */
export function tabSecret(storage: TabStorage = () => sessionStorage): string {
  try {
    const known = storage().getItem(key);
    if (known) return known;
  } catch {
    // Without storage a reload makes somebody new.
  }
  const secret = randomHex();
  try {
    storage().setItem(key, secret);
  } catch {
    // The same.
  }
  return secret;
}
