import { createServer as createHttpServer } from 'node:http';
import type { App } from '../origin.ts';
import { forHotReload, type Header } from './shippedHeaders.ts';

/** Serves the app from its sources with hot reload, which works through every server of the origin. */
export async function devApp(root: string, headers: readonly Header[] = []): Promise<App> {
  const { createServer, optimizeDeps, resolveConfig } = await import('vite');
  // In a fresh clone Vite would bundle the packages while it serves. A page that is opened meanwhile names files of the time before, and never gets
  // them (504, "Outdated Optimize Dep"; Vite 8.3).
  await optimizeDeps(await resolveConfig({ root, logLevel: 'warn' }, 'serve'));
  // Vite takes WebSockets from a single server. This one never listens; the origin's servers pass upgrades to it.
  const hotReload = createHttpServer();
  const vite = await createServer({
    root,
    // Unknown paths are 404, as in the built app.
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
