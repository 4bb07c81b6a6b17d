type HeaderRecord = Record<string, string>;

/** A token must not be kept by anything in between. */
const always: HeaderRecord = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/**
 * An answer with the headers that all of ours have. They are a plain object up to the socket: the `Response` that
 * @hono/node-server puts in place of node's hands them on as they are, where hono's `c.header` and `c.json` make `Headers` of them.
 */
export function answer(body: string | null, status: number, headers: HeaderRecord = {}): Response {
  return new Response(body, { status, headers: { ...headers, ...always } });
}

export function text(body: string): Response {
  return answer(body, 200, { 'Content-Type': 'text/plain; charset=UTF-8' });
}

export function json(content: object, status: number, headers: HeaderRecord = {}): Response {
  return answer(JSON.stringify(content), status, { 'Content-Type': 'application/json', ...headers });
}
