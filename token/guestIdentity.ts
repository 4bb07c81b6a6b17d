import { createHmac, randomUUID } from 'node:crypto';
import type { Keys } from './config.ts';
import type { Wish } from './readTokenRequest.ts';

/**
 * Who a guest is in the room. With a secret of theirs it is the same every time, so that who comes back takes the place
 * of their own lost connection; without one they are somebody new.
 *
 * The others see the identity and learn nothing about the secret from it, so nobody can take it over. It is
 * another one in every room. Signed with the key that signs tokens: what is signed here is never the text of a token,
 * which begins with `eyJ`.
 */
export function guestIdentity({ apiSecret }: Keys, { room, secret }: Wish): string {
  if (secret === undefined) return randomUUID();
  // 132 bits: as hard to meet by chance as a UUID.
  return createHmac('sha256', apiSecret).update(`guest ${secret} ${room}`).digest('base64url').slice(0, 22);
}
