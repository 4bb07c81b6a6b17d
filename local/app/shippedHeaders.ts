import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Header {
  name: string;
  /** `wss://$host` stands for the WebSockets of the page's own origin. */
  value: string;
}

/**
 * HSTS would send every program on this name to HTTPS, whatever its port. Which files may be kept depends on the app that is served:
 * see `builtApp`.
 */
const notHere = new Set(['strict-transport-security', 'cache-control']);

/**
 * The headers that a deployment's nginx sends with every answer, the content policy among them. `npm start` sends them too, so that
 * what breaks under them breaks here first, and the end-to-end tests run under them.
 *
 * @param root the project's folder
 */
export async function readShippedHeaders(root: string): Promise<Header[]> {
  return parseHeaders(await readFile(join(root, 'deploy', 'nginx', 'headers.conf'), 'utf8'));
}

/** Throws when there is no content policy among them: then the file is no longer written in a way that is understood here. */
export function parseHeaders(configuration: string): Header[] {
  const lines = configuration.matchAll(/^add_header (\S+) (?:"([^"]*)"|(\S+?))(?: always)?;$/gm);
  const headers = [...lines]
    .map(([, name = '', quoted, bare = '']) => ({ name, value: quoted ?? bare }))
    .filter(({ name }) => !notHere.has(name.toLowerCase()));
  if (!headers.some(isContentPolicy)) throw new Error('deploy/nginx/headers.conf has no content policy.');
  return headers;
}

/**
 * The same headers for vite's development server: React's refresh and vite's styles are inline and change with every edit, and
 * vite's client waits for a restarted server in a worker from a `blob:` (vite 8, `waitForSuccessfulPing`).
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
