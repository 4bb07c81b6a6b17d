import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { failed, success, type Result } from '../../common/result.ts';

export interface Question {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /**
   * Whether the server must prove with a trusted certificate that it has this name, before anything is sent. For
   * requests with secrets.
   */
  verified?: boolean;
  /** The address to connect to, if the server's name has several. */
  address?: string;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** The beginning of the answer's body, enough to recognize it. */
  body: string;
}

/** Time limit for an answer, in ms. Even a busy server needs less. */
const answerMs = 8000;

/** Number of bytes that are read of an answer's body. An index.html has under 2 kB. */
const longestBody = 65_536;

/**
 * Sends one request and follows no redirect. Accepts any certificate unless `verified`: the certificate is examined in
 * another step, and a bad one must not hide what the next steps find.
 *
 * @returns the answer with any status, or the reason why there is none (`ECONNREFUSED`, `timeout`, …)
 */
export async function ask(url: URL | string, question: Question = {}): Promise<Result<Answer, string>> {
  const address = new URL(url);
  const request = address.protocol === 'https:' ? httpsRequest : httpRequest;
  const signal = AbortSignal.timeout(answerMs);
  return new Promise((resolve) => {
    const fail = (error: unknown) => resolve(failed(signal.aborted ? 'timeout' : errorCode(error)));
    const asked = request(
      address,
      {
        method: question.method ?? 'GET',
        headers: { Host: address.host, 'User-Agent': 'first-room-doctor', ...question.headers },
        // Connects to the given address, but names the server in TLS (SNI), which can't be an address (RFC 6066). Only
        // names have several addresses.
        ...(question.address !== undefined && {
          hostname: question.address,
          servername: address.hostname,
        }),
        agent: false,
        rejectUnauthorized: question.verified ?? false,
        maxHeaderSize: 65_536,
        signal,
      },
      (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        const finish = () =>
          resolve(
            success({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: Buffer.concat(parts).toString(),
            }),
          );
        response.on('data', (part: Buffer) => {
          parts.push(part);
          length += part.length;
          if (length < longestBody) return;
          finish();
          response.destroy();
        });
        response.once('end', finish);
        response.once('error', fail);
      },
    );
    asked.once('error', fail);
    asked.end(question.body);
  });
}

/** Returns Node's code of an error: `ECONNREFUSED`, `CERT_HAS_EXPIRED`, … */
export function errorCode(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : 'no answer';
}

/** Describes why there is no answer, in words that follow the name of the server: "… refuses the connection". */
export function describeNoAnswer(code: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refuses the connection: nothing listens there';
    case 'timeout':
    case 'ETIMEDOUT':
      return `does not answer in ${String(answerMs / 1000)} s: a firewall drops what is sent, or the machine is off`;
    case 'EHOSTUNREACH':
      return 'is out of reach: a firewall on the way or on the machine rejects it';
    case 'ENETUNREACH':
      return "can't be reached from this machine's network";
    case 'ECONNRESET':
    case 'EPIPE':
    case 'socket hang up':
      return 'cuts the connection before it answers';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'has a name that does not resolve';
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return 'does not speak TLS';
    default:
      return `gives no answer (${code})`;
  }
}
