import { failed, success, type Result } from '../../src/result.ts';

/** How long to wait for a server before believing that nothing comes. */
export interface Patience {
  /** For the connection and the beginning of the answer. */
  connectMs: number;
  /** Between two pieces of a transfer. */
  stallMs: number;
}

export const usualPatience: Patience = { connectMs: 10_000, stallMs: 30_000 };

/** A transfer that has begun: its pieces still come. */
export interface Body {
  /** 0 when the server does not say. */
  totalBytes: number;
  /** Hands the pieces on; a failure is a sentence. */
  read(onPiece: (piece: Uint8Array) => Promise<void> | void): Promise<Result<number, string>>;
}

/**
 * Gets a file over HTTP, following redirects. Everything that can go wrong on the way is a sentence;
 * only `signal` (Ctrl-C) rejects.
 */
export async function openTransfer(
  url: string,
  patience: Patience,
  signal: AbortSignal,
): Promise<Result<Body, string>> {
  if (!URL.canParse(url)) return failed(`${url} is no address`);
  const { host } = new URL(url);
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), patience.connectMs);
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.any([signal, impatience.signal]) });
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
    read: (onPiece) => readAll(response, host, patience, { signal, impatience, onPiece }),
  });
}

interface Reading {
  signal: AbortSignal;
  impatience: AbortController;
  onPiece: (piece: Uint8Array) => Promise<void> | void;
}

async function readAll(
  response: Response,
  host: string,
  patience: Patience,
  { signal, impatience, onPiece }: Reading,
): Promise<Result<number, string>> {
  let received = 0;
  let timer = setTimeout(() => impatience.abort(), patience.stallMs);
  try {
    for await (const piece of response.body ?? []) {
      clearTimeout(timer);
      timer = setTimeout(() => impatience.abort(), patience.stallMs);
      received += piece.byteLength;
      await onPiece(piece);
    }
    return success(received);
  } catch (error) {
    signal.throwIfAborted();
    // A full disk is no matter of the connection.
    if (error instanceof Error && 'syscall' in error && error.syscall === 'write') throw error;
    const so = `after ${(received / 1_000_000).toFixed(1)} MB`;
    return impatience.signal.aborted
      ? failed(`the transfer from ${host} stood still for ${String(patience.stallMs / 1000)} s ${so}`)
      : failed(`the connection to ${host} was cut ${so}: ${causeOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

/** fetch says only "fetch failed"; the reason is the error's cause. */
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
