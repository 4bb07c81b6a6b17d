import { ask } from './request.ts';

/** Where the TLS connections of guests end, because that machine has the certificate. */
export type TlsEnd = 'server' | 'load balancer';

const path = '/.well-known/acme-challenge/first-room-doctor-looks-for-what-is-not-there';

/**
 * Finds out whether the server or the load balancer has the certificate. Sends a request like that of a certificate
 * authority (http://…:80). If nginx in the configuration of deploy/ has the certificate, it answers such a request
 * itself, with 404 for an unknown challenge; a load balancer redirects all of port 80 to https.
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
