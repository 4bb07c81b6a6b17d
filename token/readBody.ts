import { granted, refused, type Granted } from './refusal.ts';

/** A name, a room and a little metadata. More would not fit into a token that travels in an address. */
const largestBodyBytes = 8192;

const utf8 = new TextDecoder('utf-8', { fatal: true });

const tooLarge = refused('body_too_large', `The body may have ${String(largestBodyBytes)} bytes at most.`);

/**
 * The body of a request as JSON. The bytes are counted as they come: `Content-Length` may lie or be absent.
 *
 * Refused with `type_not_supported`, `body_too_large`, `json_invalid`, or `request_invalid` when the client goes away.
 */
export async function readJsonBody(
  request: Request,
  body: AsyncIterable<Uint8Array> | null,
): Promise<Granted<unknown>> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    return refused('type_not_supported', 'Send the body as Content-Type: application/json.');
  }
  if (Number(request.headers.get('content-length')) > largestBodyBytes) return tooLarge;
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readAtMost(body, largestBodyBytes);
  } catch {
    // The connection broke, or the server gave up waiting for the rest of the body.
    return refused('request_invalid', 'The body ended before it was complete.');
  }
  if (bytes === undefined) return tooLarge;
  try {
    const content: unknown = JSON.parse(utf8.decode(bytes));
    return granted(content);
  } catch {
    return refused('json_invalid', 'The body is not JSON. At least {} is needed.');
  }
}

async function readAtMost(body: AsyncIterable<Uint8Array> | null, most: number) {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
