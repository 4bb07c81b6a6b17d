import { createHmac, randomUUID } from 'node:crypto';
import type { Keys } from './config.ts';
import type { Wish } from './readTokenRequest.ts';

/**
 * Makes the identity that a guest has in the room. The same secret gives the same identity, so that a returning guest
 * replaces their own lost connection; without a secret the identity is random.
 *
 * Other guests see the identity but can't derive the secret from it, so they can't take the identity over. It differs
 * from room to room. It is signed with the key that also signs tokens; the signed text is never the text of a token,
 * which begins with `eyJ`.
 */
export function guestIdentity({ apiSecret }: Keys, { room, secret }: Wish): string {
  if (secret === undefined) return randomUUID();
  // 22 characters have 132 bits: a collision is as unlikely as with UUIDs.
  return createHmac('sha256', apiSecret).update(`guest ${secret} ${room}`).digest('base64url').slice(0, 22);
}
