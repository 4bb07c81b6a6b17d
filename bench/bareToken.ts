import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { AccessToken } from 'livekit-server-sdk';

/**
 * The baseline in the benchmark of the token handler: the least code that can answer LiveKit's contract. It signs
 * tokens with LiveKit's server SDK and does nothing else: no checks, no limits, no log, and no request that asks
 * LiveKit whether the room is full.
 */
const { PORT, LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = process.env;

interface Wish {
  room_name: string;
  participant_name: string;
}

async function answer(text: string): Promise<string> {
  const wish: Wish = JSON.parse(text);
  const token = new AccessToken(LIVEKIT_API_KEY, LIVEKIT_API_SECRET, {
    identity: randomUUID(),
    name: wish.participant_name,
    ttl: 600,
  });
  token.addGrant({ roomJoin: true, room: wish.room_name, canPublish: true, canSubscribe: true });
  return JSON.stringify({ server_url: 'ws://127.0.0.1:7880', participant_token: await token.toJwt() });
}

createServer((request, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => (text += chunk.toString()));
  request.on('end', () => {
    void answer(text).then((body) => {
      response.writeHead(201, { 'Content-Type': 'application/json' }).end(body);
    });
  });
}).listen(Number(PORT), '127.0.0.1');

// Exits by itself on SIGTERM, because Node writes a CPU profile (PROFILE, see token.ts) only then, not when a signal
// kills it.
process.on('SIGTERM', () => process.exit(0));
