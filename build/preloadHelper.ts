import type { Plugin } from 'vite';

/**
 * Replaces the helper that Vite puts around each `import()`.
 *
 * Symptom: when a file of the chat, the settings or another dialog had failed to load once, the dialog stayed
 * unavailable in Firefox for the whole call. In every browser a second try showed it without its style sheet.
 *
 * Cause: browsers keep a failed module in the module map until the page is reloaded
 * (https://github.com/whatwg/html/issues/6768; Chromium fetches again), and Vite's helper (8.3) requests a style sheet
 * only once.
 *
 * Therefore the helper fetches the files of an `import()` before it imports them: a fetch that fails does not reach the
 * module map, and the import reads the file from the HTTP cache. For files that the first join needs the helper adds
 * preload links instead, as Vite's does, so that they are not fetched twice. If one of these files keeps failing, the
 * page is reloaded (src/start/loadAgain.ts).
 *
 * Remove when browsers fetch failed modules again and Vite retries style sheets.
 */
export function preloadHelper(): Plugin {
  return {
    name: 'preload-helper',
    enforce: 'pre',
    apply: 'build',
    config: () => ({
      build: {
        modulePreload: {
          // Turns Vite's polyfill for modulepreload off. In browsers that need it (Safari before 17, Firefox before
          // 115) it would fetch files one after the other.
          polyfill: false,
          // Lists the imported file itself when an `import()` needs no other: Vite lists nothing then, but the helper
          // has to fetch that file.
          resolveDependencies: (file, deps, { hostType }) =>
            hostType === 'js' && deps.length === 0 ? [file] : deps,
        },
      },
    }),
    load: (id) => (id === '\0vite/preload-helper.js' ? helper : undefined),
  };
}

/**
 * Source of the helper. Vite defines its name and arguments; `deps` lists the files to fetch, with the imported file
 * among them.
 */
const helper = `
const asked = {};
const ask = (href) => (asked[href] ??= new Promise((resolve, reject) => {
  const isStyle = href.endsWith('.css');
  const fail = () => {
    delete asked[href];
    reject(Error(href));
  };
  if (!isStyle && !/\\/(boot|lobby|react|livekit|room|rolldown-runtime)-/.test(href)) {
    fetch(href).then((response) => (response.ok ? resolve(response.text()) : fail()), fail);
    return;
  }
  const link = document.createElement('link');
  link.rel = isStyle ? 'stylesheet' : 'modulepreload';
  link.crossOrigin = '';
  link.href = href;
  link.onload = resolve;
  link.onerror = () => {
    link.remove();
    fail();
  };
  const isThere = [...document.querySelectorAll('link')].some((one) => one.href === href && (!isStyle || one.rel === 'stylesheet'));
  if (!isStyle || isThere) resolve();
  if (!isThere) document.head.append(link);
}));
export const __vitePreload = (load, deps, importer) =>
  Promise.all((deps || []).map((dep) => ask(new URL(dep, importer).href))).then(load);
`;
