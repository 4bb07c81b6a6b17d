import { createHmac, randomUUID } from 'node:crypto';
import type { Keys } from './config.ts';
import type { Wish } from './readTokenRequest.ts';

/**
 * Makes the guest's identity in the room. The same secret gives the same identity, so that a returning guest replaces
 * their own lost connection; without a secret it is random.
 *
 * Other guests see the identity but can't derive the secret from it, so they can't take it over. It differs from room
 * to room. It is signed with the key that signs tokens; the signed text here is never a token's text, which begins with
 * `eyJ`.
 */
export function guestIdentity({ apiSecret }: Keys, { room, secret }: Wish): string {
  if (secret === undefined) return randomUUID();
  // 132 bits: a collision is as unlikely as with UUIDs.
  return createHmac('sha256', apiSecret).update(`guest ${secret} ${room}`).digest('base64url').slice(0, 22);
}
