import { checkServerIdentity, connect } from 'node:tls';
import { isIP } from 'node:net';
import { failed, success, type Result } from '../../common/result.ts';
import { hostOf } from './addresses.ts';
import { errorCode } from './request.ts';

/** The certificate that a browser would be shown. */
export interface CertificateObservation {
  host: string;
  /** What is asked for and answered in names and addresses: `room.example`, `*.example`. */
  names: readonly string[];
  isForHost: boolean;
  issuer: string;
  validFrom: Date;
  validTo: Date;
  /** Why the chain does not lead to an authority that this machine knows, as OpenSSL calls it. */
  chainProblem: string | undefined;
}

const handshakeMs = 8000;

/**
 * @param address one address of the host, where a name has several
 * @returns a failure (`ECONNREFUSED`, …) where no TLS connection comes about
 */
export async function readCertificate(
  target: URL,
  address?: string,
): Promise<Result<CertificateObservation, string>> {
  const host = hostOf(target);
  return new Promise((resolve) => {
    const socket = connect({
      host: address ?? host,
      port: Number(target.port || '443'),
      // A server with several sites chooses by this name (SNI), which can't be an address (RFC 6066).
      ...(isIP(host) === 0 && { servername: host }),
      rejectUnauthorized: false,
      timeout: handshakeMs,
    });
    const end = (result: Result<CertificateObservation, string>) => {
      resolve(result);
      socket.destroy();
    };
    socket.once('error', (error) => end(failed(errorCode(error))));
    socket.once('timeout', () => end(failed('timeout')));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate();
      // Node does not compare the name once the chain is not trusted: so that is done here.
      const isForHost = checkServerIdentity(host, certificate) === undefined;
      const problem: unknown = socket.authorizationError;
      const chainProblem = problem === null || problem === undefined ? undefined : errorOf(problem);
      const { O: organisation, CN: commonName } = certificate.issuer;
      end(
        success({
          host,
          names: readNames(certificate.subjectaltname),
          isForHost,
          issuer: String(organisation ?? commonName ?? 'somebody without a name'),
          validFrom: new Date(certificate.valid_from),
          validTo: new Date(certificate.valid_to),
          chainProblem: chainProblem === 'ERR_TLS_CERT_ALTNAME_INVALID' ? undefined : chainProblem,
        }),
      );
    });
  });
}

/** Typed as Error, and a plain code in fact (Node 20). */
function errorOf(problem: unknown): string {
  return typeof problem === 'string' ? problem : errorCode(problem);
}

/** `DNS:room.example, IP Address:192.0.2.1` */
function readNames(written: string | undefined): string[] {
  return written?.split(/,\s*/).map((name) => name.replace(/^(DNS|IP Address):/, '')) ?? [];
}
