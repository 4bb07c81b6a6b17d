import { join } from 'node:path';
import sirv from 'sirv';
import type { App } from '../local/origin.ts';
import { rivals } from './buildRivals.ts';

/**
 * Serves the app at `/`, the rivals at `/floor/` and `/usual/`, and an earlier build of the app at `/before/`: all from
 * the same origin and server, with the same compression.
 */
export function benchApp(root: string, before?: string): App {
  const serve = (folder: string) => sirv(folder, { dev: true, gzip: true, etag: true });
  const app = serve(join(root, 'dist', 'web'));
  const others = rivals.map((rival) => ({
    prefix: `/${rival}/`,
    handle: serve(join(root, 'dist', 'bench', rival)),
  }));
  if (before !== undefined) {
    others.push({ prefix: '/before/', handle: serve(join(before, 'dist', 'web')) });
  }
  return {
    handle(request, response) {
      const other = others.find(({ prefix }) => request.url?.startsWith(prefix));
      if (other) request.url = request.url?.slice(other.prefix.length - 1);
      (other?.handle ?? app)(request, response, () => {
        response.writeHead(404).end();
      });
    },
  };
}
