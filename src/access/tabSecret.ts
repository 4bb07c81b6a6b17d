import { randomHex } from './randomHex.ts';

const key = 'first-room:tab';

/** Returns the tab's storage; passed in, so that tests need none. It throws if storage is blocked. */
type TabStorage = () => Pick<Storage, 'getItem' | 'setItem'>;

/**
 * A secret of this tab, which survives a reload. The token handler gives equal secrets the same identity. Each tab has its own, so two tabs are two
 * guests; only a duplicated tab starts with a copy.
 */
export function tabSecret(storage: TabStorage = () => sessionStorage): string {
  try {
    const known = storage().getItem(key);
    if (known) return known;
  } catch {
    // Without storage a reloaded page is a new guest.
  }
  const secret = randomHex();
  try {
    storage().setItem(key, secret);
  } catch {
    // Without storage a reloaded page is a new guest.
  }
  return secret;
}
