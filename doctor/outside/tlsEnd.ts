import { ask } from './request.ts';

/** Who has the certificate. */
export type TlsEnd = 'server' | 'load balancer';

const path = '/.well-known/acme-challenge/first-room-doctor-looks-for-what-is-not-there';

/**
 * Asks as an authority does (http://…:80). nginx of deploy/ answers challenges itself where it has the certificate, 404 to one that it
 * does not know; a load balancer sends port 80 to https as a whole.
 *
 * @returns `undefined` where neither is seen
 */
export async function findTlsEnd(target: URL): Promise<TlsEnd | undefined> {
  if (target.protocol !== 'https:' || target.port !== '') return undefined;
  const answer = await ask(`http://${target.host}${path}`);
  if (!answer.ok) return undefined;
  const { status } = answer.value;
  return status === 404 ? 'server' : status >= 300 && status < 400 ? 'load balancer' : undefined;
}
