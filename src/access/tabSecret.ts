import { readStored, writeStored, type GetStorage } from '../storedText.ts';
import { randomHex } from './randomHex.ts';

const key = 'first-room:tab';

/**
 * A secret of this tab, which survives a reload. The token handler gives equal secrets the same identity. Each tab has
 * a secret of its own, so two tabs are two guests; only a duplicated tab starts with a copy. If the browser blocks the
 * storage, a reloaded page is a new guest.
 */
export function tabSecret(storage: GetStorage = () => sessionStorage): string {
  const known = readStored(storage, key);
  if (known) return known;
  const secret = randomHex();
  writeStored(storage, key, secret);
  return secret;
}
