import sirv from 'sirv';
import type { App } from '../origin.ts';
import type { Header } from './shippedHeaders.ts';

/**
 * Serves the built app. Files are looked up at each request, so that a reload shows a new build. Unknown paths are
 * answered with 404: the app reads the room's name and everything else from the address's query, not from its path.
 *
 * @param folder output of `vite build`
 */
export function builtApp(folder: string, headers: readonly Header[] = []): App {
  const serveFile = sirv(folder, {
    dev: true,
    etag: true,
    setHeaders(response, path) {
      // Files under /assets are cached for a year, since their names contain a hash of the content. Every other file
      // may change with the next build and is checked at each request.
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
