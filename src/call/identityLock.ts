import { readClaims } from '../access/readClaims.ts';

/**
 * Takes the lock that stands for the guest's identity, and holds it until `ended` resolves. All tabs of a browser share
 * it, and a duplicated tab is the same guest: LiveKit would end the connection that is there. So a tab connects in the
 * lobby only if no other tab holds the lock, and a tab that joins takes it away.
 *
 * @param token a token for LiveKit, which contains the identity
 * @returns `isHeld` tells whether this tab got the lock: never without locks, as on an insecure page. `lost` resolves
 *   when another tab takes it
 */
export function lockIdentity(
  token: string,
  how: LockOptions,
  ended: Promise<unknown>,
): { isHeld: Promise<boolean>; lost: Promise<void> } {
  // Undefined on insecure pages (HTTP), although its type says otherwise.
  const locks: LockManager | undefined = navigator.locks;
  let lost: Promise<void> = Promise.resolve();
  const isHeld = new Promise<boolean>((resolve) => {
    if (!locks) return resolve(false);
    const held = locks.request(`first-room:${String(readClaims(token)['sub'])}`, how, async (lock) => {
      resolve(lock !== null);
      if (lock) await ended;
    });
    lost = held.then(
      () => new Promise<never>(() => {}),
      () => undefined,
    );
    return undefined;
  });
  return { isHeld, lost };
}
