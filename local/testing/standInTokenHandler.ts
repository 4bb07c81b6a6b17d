import { createServer } from 'node:http';
import { AccessToken } from 'livekit-server-sdk';

/**
 * A minimal token handler for tests of `npm start`. Its answer also contains the client addresses that it received in
 * X-Forwarded-For.
 */

const { LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret } = process.env;

async function answer(headers: NodeJS.Dict<string | string[]>) {
  const token = new AccessToken(key, secret, { identity: 'somebody', ttl: '5m' });
  token.addGrant({ roomJoin: true, room: 'my-first-room' });
  return {
    server_url: `${headers['x-forwarded-proto'] === 'https' ? 'wss' : 'ws'}://${String(headers['x-forwarded-host'])}`,
    participant_token: await token.toJwt(),
    forwarded_for: headers['x-forwarded-for'],
  };
}

const server = createServer((request, response) => {
  request.resume();
  void answer(request.headers).then((body) => {
    response.writeHead(201, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
});
server.listen(Number(process.env['PORT']), process.env['HOST'], () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  console.log(JSON.stringify({ level: 30, msg: 'listening', port }));
});
