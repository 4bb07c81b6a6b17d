import { failed, success, type Result } from '../../common/result.ts';

/** How long a download waits for a server to accept the connection, to answer and to send on, in milliseconds. */
export interface Patience {
  /** Time limit for the connection and the beginning of the server's answer. */
  connectMs: number;
  /** Longest pause between two chunks of the file. */
  stallMs: number;
}

export const usualPatience: Patience = { connectMs: 10_000, stallMs: 30_000 };

/** A download whose answer has begun; its chunks are still arriving. */
export interface Body {
  /** Size of the file, or 0 when the server does not say. */
  totalBytes: number;
  /**
   * Passes each chunk to `onPiece`.
   *
   * @returns the number of received bytes, or a sentence for the user that says what failed
   */
  read(onPiece: (piece: Uint8Array) => Promise<void> | void): Promise<Result<number, string>>;
}

const maximumRedirects = 5;

/**
 * Starts to download a file over HTTPS, and follows redirects to other HTTPS addresses. HTTP is accepted on loopback
 * only, and only if the first address is there. Network failures are returned as sentences; the promise rejects only
 * when `signal` aborts (Ctrl-C).
 *
 * @param maximumBytes a longer file aborts the transfer, so that no server can fill the disk
 */
export async function openTransfer(
  url: string,
  maximumBytes: number,
  patience: Patience,
  signal: AbortSignal,
): Promise<Result<Body, string>> {
  if (!URL.canParse(url)) return failed(`${url} is no address`);
  const { host } = new URL(url);
  const isLocal = isLoopback(new URL(url));
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), patience.connectMs);
  let response: Response;
  try {
    const followed = await follow(url, isLocal, AbortSignal.any([signal, impatience.signal]));
    if (!followed.ok) return followed;
    response = followed.value;
  } catch (error) {
    signal.throwIfAborted();
    const seconds = String(patience.connectMs / 1000);
    return impatience.signal.aborted
      ? failed(`${host} did not answer within ${seconds} s`)
      : failed(`${host} can't be reached: ${causeOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    return failed(
      response.status === 404
        ? `${url} does not exist (404)`
        : `${host} answered ${String(response.status)} for ${url}`,
    );
  }
  return success({
    totalBytes: Number(response.headers.get('content-length') ?? 0),
    read: (onPiece) => readAll(response, host, patience, { signal, impatience, maximumBytes, onPiece }),
  });
}

/** Follows redirects one by one, because fetch would also follow one from HTTPS to HTTP. */
async function follow(
  first: string,
  isLocal: boolean,
  signal: AbortSignal,
): Promise<Result<Response, string>> {
  let url = first;
  for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
    const { protocol } = new URL(url);
    if (protocol !== 'https:' && !(isLocal && isLoopback(new URL(url)))) {
      return failed(`${url} is not an https: address${redirects > 0 ? ` (${first} leads there)` : ''}`);
    }
    const response = await fetch(url, { signal, redirect: 'manual' });
    const location = response.status >= 300 && response.status < 400 && response.headers.get('location');
    if (!location) return success(response);
    await response.body?.cancel();
    if (!URL.canParse(location, url)) return failed(`${url} leads to ${location}, which is no address`);
    url = new URL(location, url).href;
  }
  return failed(`${first} redirects endlessly`);
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}

interface Reading {
  signal: AbortSignal;
  impatience: AbortController;
  maximumBytes: number;
  onPiece: (piece: Uint8Array) => Promise<void> | void;
}

async function readAll(
  response: Response,
  host: string,
  patience: Patience,
  { signal, impatience, maximumBytes, onPiece }: Reading,
): Promise<Result<number, string>> {
  let received = 0;
  let timer = setTimeout(() => impatience.abort(), patience.stallMs);
  try {
    for await (const piece of response.body ?? []) {
      clearTimeout(timer);
      timer = setTimeout(() => impatience.abort(), patience.stallMs);
      received += piece.byteLength;
      // This return leaves the loop over the answer's chunks, which cancels the download.
      if (received > maximumBytes)
        return failed(`${host} sends more than the ${String(maximumBytes)} bytes of the official file`);
      await onPiece(piece);
    }
    return success(received);
  } catch (error) {
    signal.throwIfAborted();
    // Throws errors of writing (disk full), which are not failures of the network.
    if (error instanceof Error && 'syscall' in error && error.syscall === 'write') throw error;
    const so = `after ${(received / 1_000_000).toFixed(1)} MB`;
    return impatience.signal.aborted
      ? failed(`the transfer from ${host} stalled for ${String(patience.stallMs / 1000)} s ${so}`)
      : failed(`the connection to ${host} was cut ${so}: ${causeOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

/** Returns the reason why a request failed. fetch itself only says "fetch failed"; the error's cause has the reason. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  switch (code) {
    case 'ECONNREFUSED':
      return 'it refused the connection';
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name could not be resolved (no network?)';
    case 'UND_ERR_CONNECT_TIMEOUT':
      return 'it did not take the connection in time';
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
      return 'the other side closed it';
    default:
      return cause instanceof Error ? cause.message || String(code) : String(cause);
  }
}
