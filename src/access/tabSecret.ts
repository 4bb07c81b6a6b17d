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
  const secret = newSecret();
  try {
    storage().setItem(key, secret);
  } catch {
    // The same.
  }
  return secret;
}

/** Not `randomUUID`, which insecure pages do not have, and the room can be joined to listen on such a page. */
function newSecret(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
