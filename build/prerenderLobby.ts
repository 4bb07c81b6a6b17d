import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, createServer, type Plugin } from 'vite';
import type { prerenderLobby as drawFirst } from '../src/start/prerender.tsx';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Puts the lobby into `index.html`, in each language and hidden, with its style sheet and the script that shows the right
 * one: the first paint waits for nothing else. Both are allowed by their hashes in deploy/nginx/headers.conf.
 */
export function prerenderLobby(): Plugin {
  return {
    name: 'prerender-lobby',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      async handler(html, { bundle = {} }) {
        const sheet = Object.values(bundle).find(({ fileName }) => /^assets\/lobby-.*\.css$/.test(fileName));
        if (sheet?.type !== 'asset') throw new Error('The build has no style sheet of the lobby.');
        const styles = String(sheet.source).trim();
        const lobbies = Object.entries(await drawLobbies());
        for (const [, { markup, sight, notLoaded }] of lobbies)
          refuseUnknownClasses(markup + sight + notLoaded, styles);
        const shells = lobbies.map(
          ([language, { markup, joining, cancelling }]) =>
            `<div data-first-lobby="${language}" data-joining="${joining}" data-cancelling="${cancelling}" hidden>${withJoinAlone(markup)}</div>`,
        );
        const sights = lobbies.map(
          ([language, { sight }]) => `<div data-early-video="${language}" hidden>${sight}</div>`,
        );
        const boxes = lobbies.map(
          ([language, { notLoaded }]) =>
            `<div data-not-loaded="${language}" role="alert" hidden>${notLoaded}</div>`,
        );
        const filled = html.replace(
          '<div id="root"></div>',
          () => `<div id="root">${shells.join('')}</div>${sights.join('')}${boxes.join('')}`,
        );
        if (filled === html) throw new Error('index.html has no empty #root.');
        return {
          html: filled,
          tags: [
            { tag: 'style', children: styles, injectTo: 'head' },
            { tag: 'script', children: await bundleInlineScript(), injectTo: 'body' },
          ],
        };
      },
    },
  };
}

type Drawn = ReturnType<typeof drawFirst>;

/** By the app's own sources, as they are in this moment. */
async function drawLobbies(): Promise<Drawn> {
  const vite = await createServer({
    root,
    configFile: false,
    plugins: [react()],
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
  });
  try {
    const { prerenderLobby: draw } = await vite.ssrLoadModule('/src/start/prerender.tsx');
    if (typeof draw !== 'function') throw new Error('src/start/prerender.tsx draws no lobby.');
    return draw();
  } finally {
    await vite.close();
  }
}

/**
 * The name can be typed and Join be clicked before the app is there (src/start/firstLobby.ts); nothing else can, and whether the browser is
 * asking something is not known yet.
 */
function withJoinAlone(markup: string): string {
  return markup
    .replaceAll(/<(button|select) (?!type="submit")/g, '<$1 disabled ')
    .replaceAll(/<p class="_asking[^>]*>[^<]*<\/p>/g, '');
}

/** The names of CSS modules are made once for the style sheet and once for the markup. */
function refuseUnknownClasses(markup: string, styles: string): void {
  const names = [...markup.matchAll(/class="([^"]*)"/g)].flatMap(([, value = '']) => value.split(/\s+/));
  const unknown = names.filter((name) => name.startsWith('_') && !styles.includes(`.${name}`));
  if (unknown.length > 0) throw new Error(`The lobby's style sheet does not know ${unknown.join(', ')}.`);
}

async function bundleInlineScript(): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: 'src/start/inlineScript.ts', output: { format: 'iife' } },
    },
  });
  const outputs = Array.isArray(result) ? result : 'output' in result ? [result] : [];
  const chunk = outputs.flatMap(({ output }) => output).find(({ type }) => type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error('src/start/inlineScript.ts gave no script.');
  return chunk.code.trim();
}
