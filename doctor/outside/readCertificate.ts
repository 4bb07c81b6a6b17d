import { checkServerIdentity, connect } from 'node:tls';
import { isIP } from 'node:net';
import { failed, success, type Result } from '../../common/result.ts';
import { hostOf } from './addresses.ts';
import { errorCode } from './request.ts';

/** The certificate that a browser gets from a server. */
export interface CertificateObservation {
  host: string;
  /** Names and addresses for which the certificate is valid: `room.example`, `*.example`. */
  names: readonly string[];
  isForHost: boolean;
  issuer: string;
  validFrom: Date;
  validTo: Date;
  /** Code of OpenSSL for the reason why the certificate's chain leads to no authority that this machine trusts. */
  chainProblem: string | undefined;
}

const handshakeMs = 8000;

/**
 * Reads the certificate of a server.
 *
 * @param address one of the server's addresses, if its name has several
 *
 * @returns a failure (`ECONNREFUSED`, …) when there is no TLS connection
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
      // The host name that the client requests (SNI). A server with several sites chooses the certificate by it; SNI
      // can't be an IP address (RFC 6066).
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
      // Checks whether the certificate is for this name. Node does not check that when the chain is not trusted.
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

/**
 * Returns the code of a TLS error. Node's types say that it is an Error, but it is a string with the code (Node 20).
 */
function errorOf(problem: unknown): string {
  return typeof problem === 'string' ? problem : errorCode(problem);
}

/** Parses the list of names in a certificate: `DNS:room.example, IP Address:192.0.2.1`. */
function readNames(written: string | undefined): string[] {
  return written?.split(/,\s*/).map((name) => name.replace(/^(DNS|IP Address):/, '')) ?? [];
}
