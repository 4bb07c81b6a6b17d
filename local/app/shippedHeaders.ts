import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Header {
  name: string;
  /** The header's value. It may contain `wss://$host`, a placeholder for WebSockets to the page's own origin. */
  value: string;
}

/**
 * Headers of a deployment that `npm start` does not send. HSTS would send every program on this host name to HTTPS,
 * whatever its port; caching depends on the served app (`builtApp`).
 */
const notHere = new Set(['strict-transport-security', 'cache-control']);

/**
 * Reads the headers that a deployment's nginx sends with every answer, among them the content security policy. `npm
 * start` and the e2e tests use them, too, so that problems with them show up locally.
 *
 * @param root the project's folder
 */
export async function readShippedHeaders(root: string): Promise<Header[]> {
  return parseHeaders(await readFile(join(root, 'deploy', 'nginx', 'headers.conf'), 'utf8'));
}

/**
 * Parses the headers in a configuration of nginx. Throws when there is no content security policy among them: then the
 * file has a form that this parser does not understand.
 */
export function parseHeaders(configuration: string): Header[] {
  const lines = configuration.matchAll(/^add_header (\S+) (?:"([^"]*)"|(\S+?))(?: always)?;$/gm);
  const headers = [...lines]
    .map(([, name = '', quoted, bare = '']) => ({ name, value: quoted ?? bare }))
    .filter(({ name }) => !notHere.has(name.toLowerCase()));
  if (!headers.some(isContentPolicy)) throw new Error('deploy/nginx/headers.conf has no content policy.');
  return headers;
}

/**
 * Relaxes the content security policy for Vite's development server: React refresh and Vite's styles are inline and
 * change with every edit, and while Vite restarts its client waits in a worker that is loaded from a `blob:` URL (Vite
 * 8, `waitForSuccessfulPing`).
 */
export function forHotReload(headers: readonly Header[]): Header[] {
  return headers.map((header) => {
    if (!isContentPolicy(header)) return header;
    const value = header.value
      .replaceAll(/ 'sha256-[^']+'/g, " 'unsafe-inline'")
      .replace("worker-src 'self'", "worker-src 'self' blob:");
    return { ...header, value };
  });
}

const isContentPolicy = ({ name }: Header) => name.toLowerCase() === 'content-security-policy';
