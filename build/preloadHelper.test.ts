import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { preloadHelper } from './preloadHelper.ts';

/** Source files of an app that loads some of its modules on demand. Each module records that it ran. */
const sources = {
  'entry.ts': `globalThis.parts = {
    styled: () => import('./styled.ts'), other: () => import('./other.ts'), single: () => import('./single.ts'), room: () => import('./room.ts'),
  };`,
  'styled.ts': `import './styled.css'; import { shared } from './shared.ts'; ran.push('styled', shared);`,
  'styled.css': `p { color: red }`,
  'other.ts': `import { shared } from './shared.ts'; ran.push('other', shared);`,
  'shared.ts': `export const shared = 'shared';`,
  'single.ts': `ran.push('single');`,
  'room.ts': `ran.push('room');`,
};

let folder: string;
/**
 * Folder of the built app's copy that a test imports. Each test has its own copy, because Node imports a file only
 * once.
 */
let copy: string;
let copies = 0;

/** The properties that the preload helper uses of a `<link>` element. */
interface Link {
  rel: string;
  href: string;
  onload?: () => void;
  onerror?: () => void;
  remove: () => void;
}

let links: Link[];
/** Files that the page has requested since the last call of `takeAsked`. */
let asked: string[];
let ran: string[];
let failing: { files: RegExp; how: 'no connection' | 'status 503' } | undefined;

const nameOf = (href: string) => basename(href).replace(/-.{8}(\.\w+)$/, '$1');

function takeAsked(): string[] {
  return asked.splice(0).toSorted();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'first-room-preload-'));
  for (const [name, text] of Object.entries(sources)) await writeFile(join(folder, name), text);
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    base: './',
    plugins: [preloadHelper()],
    build: { outDir: 'dist', rolldownOptions: { input: join(folder, 'entry.ts') } },
  });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  links = [];
  asked = [];
  ran = [];
  failing = undefined;
  vi.stubGlobal('ran', ran);
  vi.stubGlobal('fetch', async (href: string) => {
    asked.push(`fetch ${nameOf(href)}`);
    if (!failing?.files.test(nameOf(href))) return new Response(await readFile(fileURLToPath(href)));
    if (failing.how === 'no connection') throw new TypeError('Failed to fetch');
    return new Response('', { status: 503 });
  });
  vi.stubGlobal('document', {
    querySelectorAll: () => links,
    createElement(): Link {
      const link: Link = { rel: '', href: '', remove: () => void links.splice(links.indexOf(link), 1) };
      return link;
    },
    head: {
      append(link: Link) {
        links.push(link);
        asked.push(`${link.rel} ${nameOf(link.href)}`);
        queueMicrotask(() => (failing?.files.test(nameOf(link.href)) ? link.onerror?.() : link.onload?.()));
      },
    },
  });
  copies += 1;
  copy = join(folder, `copy-${copies}`);
  await cp(join(folder, 'dist'), copy, { recursive: true });
  const files = await readdir(join(copy, 'assets'));
  const entry = files.find((name) => /^entry-.*\.js$/.test(name));
  await import(pathToFileURL(join(copy, 'assets', entry ?? '')).href);
});

afterEach(() => vi.unstubAllGlobals());

async function load(part: 'styled' | 'other' | 'single' | 'room'): Promise<void> {
  const parts: Record<string, () => Promise<void>> = Reflect.get(globalThis, 'parts');
  await parts[part]?.();
}

for (const how of ['no connection', 'status 503'] as const) {
  test(`a part is not imported while one of its files fails (${how}), and only that file is requested again`, async () => {
    failing = { files: /^shared\.js$/, how };
    await expect(load('styled')).rejects.toThrow(/shared-/);
    expect(takeAsked()).toEqual(['fetch shared.js', 'fetch styled.js', 'stylesheet styled.css']);
    await expect(load('styled')).rejects.toThrow(/shared-/);
    expect(takeAsked()).toEqual(['fetch shared.js']);
    expect(ran).toEqual([]);
    failing = undefined;
    await load('styled');
    expect(takeAsked()).toEqual(['fetch shared.js']);
    expect(ran).toEqual(['styled', 'shared']);
  });
}

test('a part with a single file is also fetched before its import', async () => {
  failing = { files: /^single\.js$/, how: 'no connection' };
  await expect(load('single')).rejects.toThrow(/single-/);
  failing = undefined;
  await load('single');
  expect(takeAsked()).toEqual(['fetch single.js', 'fetch single.js']);
  expect(ran).toEqual(['single']);
});

test('a failed style sheet is requested again and added to the page once', async () => {
  failing = { files: /\.css$/, how: 'no connection' };
  await expect(load('styled')).rejects.toThrow(/styled-.*\.css/);
  expect(links).toEqual([]);
  expect(ran).toEqual([]);
  failing = undefined;
  await load('styled');
  await load('styled');
  expect(links.map(({ rel, href }) => `${rel} ${nameOf(href)}`)).toEqual(['stylesheet styled.css']);
  expect(ran).toEqual(['styled', 'shared']);
});

for (const [rel, isAsked] of [
  ['stylesheet', false],
  ['preload', true],
] as const) {
  test(`a style sheet for which the page has a link (${rel}) is ${isAsked ? 'added' : 'not requested again'}`, async () => {
    const files = await readdir(join(copy, 'assets'));
    const sheet = files.find((name) => name.endsWith('.css')) ?? '';
    links.push({ rel, href: pathToFileURL(join(copy, 'assets', sheet)).href, remove: () => {} });
    await load('styled');
    expect(takeAsked().includes('stylesheet styled.css')).toBe(isAsked);
  });
}

test('parts that share a file request it once', async () => {
  await load('styled');
  takeAsked();
  await load('other');
  expect(takeAsked()).toEqual(['fetch other.js']);
});

test('a file that the first join needs is preloaded instead of fetched, and its import does not wait for it', async () => {
  failing = { files: /^room\.js$/, how: 'no connection' };
  await load('room');
  expect(takeAsked()).toEqual(['modulepreload room.js']);
  expect(ran).toEqual(['room']);
});
