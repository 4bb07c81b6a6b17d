import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page, Route } from 'playwright/test';
import { createOrigin } from '../local/origin.ts';
import { builtProject } from '../local/project.ts';
import type { RunningRoom } from '../local/room.ts';
import { serveOrigin, type Served } from '../local/serveOrigin.ts';

const root = join(import.meta.dirname, '..');

/** Makes the page's requests for these files fail, as without a network, until the returned function is called. */
export async function failFiles(page: Page, addresses: RegExp): Promise<() => Promise<void>> {
  await page.route(addresses, (route) => route.abort('connectionreset'));
  return () => page.unroute(addresses);
}

/**
 * Holds back the answers to the page's reloads, as on a slow network: the old page stays until they arrive. Meanwhile a
 * test can only use `page.keyboard`, because every action on a locator waits for the reload (Playwright 1.65, page.ts
 * `_performWaitForNavigationCheck`).
 */
export async function holdReloads(
  page: Page,
): Promise<{ isAsked: () => boolean; release: () => Promise<void> }> {
  const isPage = (url: URL) => url.href === new URL(page.url()).href;
  let held: Route | undefined;
  await page.route(isPage, async (route) => {
    // Keeps only the request of the latest reload, to answer it at `release`: the page reloads again after a while,
    // which cancels the earlier request.
    if (route.request().isNavigationRequest()) held = route;
    else await route.fallback();
  });
  return {
    isAsked: () => held !== undefined,
    async release() {
      await held?.continue();
      await page.unroute(isPage);
    },
  };
}

interface FailingOrigin extends Served {
  url: string;
  /** The server answers requests for files whose address matches with status 503, until this is unset. */
  failing: RegExp | undefined;
}

/**
 * Serves the room's app on another port, where tests can make files fail. Tests in Firefox and WebKitGTK use it,
 * because they can't intercept a page's requests.
 */
export async function serveFailing(server: RunningRoom, failing: RegExp): Promise<FailingOrigin> {
  const app = await builtProject(root, { isBuilt: true }).openApp();
  const origin = createOrigin({
    app: {
      ...app,
      handle(request, response) {
        if (served.failing?.test(request.url ?? '')) response.writeHead(503).end();
        else app.handle(request, response);
      },
    },
    tokenHandlerUrl: () => new URL(server.url).origin,
    livekitUrl: server.livekit.url,
  });
  const bound = await serveOrigin(origin, { address: '127.0.0.1', port: 0 });
  const served: FailingOrigin = { ...bound, url: `http://localhost:${String(bound.port)}/`, failing };
  return served;
}

/**
 * Returns the names of the app's files, according to vite.config.ts and the sources: `first` are loaded at the start,
 * `onDemand` when they are used.
 */
export function appFiles(): { first: string[]; onDemand: string[] } {
  const text = readFileSync(join(root, 'dist/web/.vite/manifest.json'), 'utf8');
  const names = [...text.matchAll(/"file": "assets\/([A-Za-z-]+)-[^"]{8}\.js"/g)].flatMap(
    ([, name]) => name ?? [],
  );
  const all = [...new Set(names)].toSorted();
  const isFirst = (name: string) => /^(boot|lobby|react|livekit|room|roomEn|rolldown-runtime|en)$/.test(name);
  return { first: all.filter(isFirst), onDemand: all.filter((name) => !isFirst(name)) };
}
