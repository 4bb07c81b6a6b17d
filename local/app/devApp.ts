import { createServer as createHttpServer } from 'node:http';
import type { App } from '../origin.ts';
import { forHotReload, type Header } from './shippedHeaders.ts';

/** Serves the app from its sources with hot reload, which works over HTTP on localhost and over HTTPS in the LAN. */
export async function devApp(root: string, headers: readonly Header[] = []): Promise<App> {
  const { createServer, optimizeDeps, resolveConfig } = await import('vite');
  // Bundles the packages before the first page is served. In a fresh clone Vite would do it while it serves. A page
  // that is opened meanwhile would ask for files of the first bundle, and Vite would answer with 504, "Outdated
  // Optimize Dep" (Vite 8.3).
  await optimizeDeps(await resolveConfig({ root, logLevel: 'warn' }, 'serve'));
  // Vite takes WebSockets from a single server, but the app is served by several. This server never listens; the others
  // pass their WebSockets to it.
  const hotReload = createHttpServer();
  const vite = await createServer({
    root,
    // In the mode `mpa` Vite answers unknown paths with 404, as the built app does.
    appType: 'mpa',
    clearScreen: false,
    logLevel: 'warn',
    server: { middlewareMode: true, ws: { server: hotReload } },
  });
  return {
    headers: forHotReload(headers),
    handle: (request, response) => {
      vite.middlewares(request, response, () => {
        response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
      });
    },
    upgrade(request, socket, head) {
      const isVites = request.headers['sec-websocket-protocol']?.startsWith('vite-') ?? false;
      if (isVites) hotReload.emit('upgrade', request, socket, head);
      return isVites;
    },
    close: () => vite.close(),
  };
}
