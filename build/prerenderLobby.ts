import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build, createServer, type Plugin } from 'vite';
import {
  cancellingAttribute,
  countPart,
  drawnParts,
  earlyVideoAttribute,
  joiningAttribute,
  lobbyAttribute,
  notLoadedAttribute,
  rootId,
  type PartName,
} from '../src/start/page/parts.ts';
import type { prerenderLobby as drawFirst } from '../src/start/prerender.tsx';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Puts the lobby into `index.html`, hidden and in each language, with its style sheet and the script that shows the
 * right one, so that the first paint waits for nothing else. deploy/nginx/headers.conf allows both by their hashes.
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
        const drawn = await drawLobbies();
        for (const { markup, earlyVideo, notLoaded } of Object.values(drawn))
          refuseUnknownClasses(markup + earlyVideo + notLoaded, styles);
        return {
          html: fillIn(html, drawn),
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

/** Renders the lobby in each language with the app's current sources. */
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
    if (typeof draw !== 'function')
      throw new Error('src/start/prerender.tsx does not export prerenderLobby.');
    return draw();
  } finally {
    await vite.close();
  }
}

/**
 * Fills index.html, in each language, with the lobby, the element for early video (the video of another participant
 * that the page shows before the room is rendered) and the message for files that fail to load. Throws when an element
 * that the scripts look for (src/start/page/parts.ts) is missing.
 */
export function fillIn(html: string, drawn: Drawn): string {
  const languages = Object.entries(drawn);
  const lobbies = languages.map(([language, { markup, joining, cancelling }]) =>
    container(lobbyAttribute, language, withJoinAlone(markup), {
      [joiningAttribute]: joining,
      [cancellingAttribute]: cancelling,
    }),
  );
  const earlyVideos = languages.map(([language, { earlyVideo }]) =>
    container(earlyVideoAttribute, language, earlyVideo),
  );
  const boxes = languages.map(([language, { notLoaded }]) =>
    container(notLoadedAttribute, language, notLoaded, { role: 'alert' }),
  );
  const filled = html.replace(
    `<div id="${rootId}"></div>`,
    () => `<div id="${rootId}">${lobbies.join('')}</div>${earlyVideos.join('')}${boxes.join('')}`,
  );
  if (filled === html) throw new Error(`index.html has no empty #${rootId}.`);
  return filled;
}

function container(
  attribute: keyof typeof drawnParts,
  language: string,
  markup: string,
  more: Readonly<Record<string, string>> = {},
): string {
  for (const wanted of drawnParts[attribute]) requirePart(markup, wanted);
  const written = Object.entries({ [attribute]: language, ...more });
  return `<div ${written.map(([key, value]) => `${key}="${value}"`).join(' ')} hidden>${markup}</div>`;
}

function requirePart(markup: string, name: PartName): void {
  const count = countPart(markup, name);
  if (count !== 1) throw new Error(`The part ${name} occurs ${count} times in the first HTML, not once.`);
}

/**
 * Disables all controls of the lobby except the name and Join, which work before the app has loaded
 * (src/start/firstLobby.ts). Removes the hint about a permission prompt, since it is not known yet whether the browser
 * shows one.
 */
function withJoinAlone(markup: string): string {
  requirePart(markup, 'asking');
  const mark = (name: PartName) => `[^>]*data-part="${name}"`;
  return markup
    .replaceAll(new RegExp(`<(button|select)\\b(?!${mark('join')})`, 'g'), '<$1 disabled')
    .replace(new RegExp(`<p\\b${mark('asking')}[^>]*>[^<]*</p>`), '');
}

/**
 * Throws when the markup has a class that the style sheet lacks. The build generates the class names of CSS modules
 * twice, for the style sheet and for the markup, and both must agree.
 */
function refuseUnknownClasses(markup: string, styles: string): void {
  const names = [...markup.matchAll(/class="([^"]*)"/g)].flatMap(([, value = '']) => value.split(/\s+/));
  const unknown = names.filter((name) => name.startsWith('_') && !styles.includes(`.${name}`));
  if (unknown.length > 0) throw new Error(`The lobby's style sheet has no class ${unknown.join(', ')}.`);
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
  if (chunk?.type !== 'chunk') throw new Error('src/start/inlineScript.ts was not built into a script.');
  return chunk.code.trim();
}
