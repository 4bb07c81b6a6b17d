import { failed, success, type Result } from '../../common/result.ts';

interface Question extends RequestInit {
  /** Aborts the request; the promise then rejects with the signal's reason. */
  signal: AbortSignal;
  /** How long the request may take until the whole answer has arrived. */
  timeoutMs: number;
}

interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/**
 * Sends one request and reads the whole answer.
 *
 * @returns the answer with any status, or a text for the person who runs the server that says why there is none
 */
export async function ask(
  address: string,
  { signal, timeoutMs, ...more }: Question,
): Promise<Result<Answer, string>> {
  try {
    const response = await fetch(address, {
      ...more,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return success({ status: response.status, headers: response.headers, text: await response.text() });
  } catch (error) {
    signal.throwIfAborted();
    return failed(String(error));
  }
}
