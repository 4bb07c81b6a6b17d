import { ask } from './request.ts';

/** Whether the server or the load balancer has the certificate. */
export type TlsEnd = 'server' | 'load balancer';

const path = '/.well-known/acme-challenge/first-room-doctor-looks-for-what-is-not-there';

/**
 * Sends a request like that of a certificate authority (http://…:80). nginx of deploy/ answers challenges itself if it
 * has the certificate, with 404 for an unknown one; a load balancer redirects all of port 80 to https.
 *
 * @returns `undefined` if the answer fits neither
 */
export async function findTlsEnd(target: URL): Promise<TlsEnd | undefined> {
  if (target.protocol !== 'https:' || target.port !== '') return undefined;
  const answer = await ask(`http://${target.host}${path}`);
  if (!answer.ok) return undefined;
  const { status } = answer.value;
  return status === 404 ? 'server' : status >= 300 && status < 400 ? 'load balancer' : undefined;
}
