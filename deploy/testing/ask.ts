import { request as requestHttp, type IncomingHttpHeaders } from 'node:http';
import { request as requestHttps } from 'node:https';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

interface Asking {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** The address from which the request is sent. Every 127.x.y.z belongs to this machine. */
  from?: string;
}

/**
 * Sends one request without changing the path: `fetch` would resolve the `..` in it. Accepts any certificate.
 *
 * @param origin such as `https://127.0.0.1:8443`
 */
export function ask(origin: string, path: string, asking: Asking = {}): Promise<Answer> {
  const { protocol, hostname, port } = new URL(origin);
  const send = protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(
      {
        hostname,
        port,
        path,
        method: asking.method ?? (asking.body === undefined ? 'GET' : 'POST'),
        headers: asking.headers,
        localAddress: asking.from,
        rejectUnauthorized: false,
        agent: false,
        timeout: 10_000,
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces).toString('latin1'),
          }),
        );
      },
    );
    request.on('timeout', () => request.destroy(new Error(`${origin}${path.slice(0, 80)} did not answer.`)));
    request.on('error', reject);
    request.end(asking.body);
  });
}

/**
 * Requests a token as the app does.
 *
 * @returns the token
 */
export async function askForToken(origin: string, body: Record<string, string> = {}): Promise<string> {
  const { status, body: text } = await ask(origin, '/token', {
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer: unknown = JSON.parse(text);
  const token =
    typeof answer === 'object' && answer !== null && 'participant_token' in answer
      ? answer.participant_token
      : undefined;
  if (typeof token !== 'string') throw new Error(`No token: ${String(status)} ${text}`);
  return token;
}
