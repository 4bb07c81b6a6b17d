import sirv from 'sirv';
import type { App } from '../origin.ts';
import type { Header } from './shippedHeaders.ts';

/**
 * Serves the built app. Files are looked up at each request, so that a new build shows after a reload. Unknown paths
 * are 404: the app reads everything from the query.
 *
 * @param folder output of `vite build`
 */
export function builtApp(folder: string, headers: readonly Header[] = []): App {
  const serveFile = sirv(folder, {
    dev: true,
    etag: true,
    setHeaders(response, path) {
      // Names under /assets contain a hash of the content; everything else may change with the next build.
      response.setHeader(
        'Cache-Control',
        path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  return {
    headers,
    handle: (request, response) => {
      serveFile(request, response, () => {
        response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
      });
    },
  };
}
