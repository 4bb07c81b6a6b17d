import { createHmac } from 'node:crypto';
import { SignalResponse } from '@livekit/protocol';
import type { Page } from 'playwright/test';
import type { RunningRoom } from '../local/room.ts';
import { inRoom } from '../testing/inRoom.ts';

/**
 * Time after a token's expiry in which LiveKit still accepts it (`auth/verifier.go` of livekit/protocol,
 * `tokenLeeway`).
 */
const leewaySeconds = 60;
/** Remaining lifetime of the token, in which even a busy computer can join. */
const goodSeconds = 10;

/**
 * Joins from this page's lobby with a token that LiveKit accepts for only a few seconds, and drops LiveKit's renewals,
 * which would be valid for ten minutes. The expired token stands for a guest who was disconnected for longer than that.
 * All later tokens come unchanged from the token handler.
 *
 * @returns the time from which LiveKit rejects the token, in ms like Date.now
 */
export async function joinWithShortToken(page: Page, { apiSecret }: RunningRoom['keys']): Promise<number> {
  let end = 0;
  await page.route('**/token', async (route) => {
    const response = await route.fetch();
    const answer: unknown = await response.json();
    if (typeof answer !== 'object' || answer === null || !('participant_token' in answer)) {
      throw new Error('the token handler gave no token');
    }
    end = Math.floor(Date.now() / 1000) + goodSeconds - leewaySeconds;
    const token = withEnd(String(answer.participant_token), end, apiSecret);
    await route.fulfill({ response, json: { ...answer, participant_token: token } });
  });
  await page.routeWebSocket(/\/rtc/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      const isRenewal =
        typeof message !== 'string' && SignalResponse.fromBinary(message).message.case === 'refreshToken';
      if (!isRenewal) socket.send(message);
    });
  });
  // Reloads the page after the interception is in place, because the lobby requests the token before the click.
  await page.reload();
  await page.getByRole('button', { name: 'Join' }).click();
  await inRoom(page);
  await page.unroute('**/token');
  return (end + leewaySeconds) * 1000;
}

/** Returns the JWT (RFC 7515, HS256) with another expiry, signed again. */
function withEnd(token: string, exp: number, secret: string): string {
  const [header = '', claims = ''] = token.split('.');
  const parsed: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
  if (typeof parsed !== 'object') throw new Error('the token has no claims');
  const unsigned = `${header}.${Buffer.from(JSON.stringify({ ...parsed, exp })).toString('base64url')}`;
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}
