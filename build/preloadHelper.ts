import type { Plugin } from 'vite';

/**
 * Takes the place of the helper that Vite puts around each `import()`.
 *
 * Symptom: in Firefox chat, settings and the other dialogs stayed unavailable for the whole call when one of their files had failed once; in
 * every browser they came without their style sheet at the second try. Cause: a module that failed once stays failed at its address until the page
 * is loaded anew (https://github.com/whatwg/html/issues/6768; Chromium asks again), and Vite's helper (8.3) asks for a style sheet once.
 *
 * So the files of a part are fetched before they are imported: what fails then has not reached the browser's list of modules, and what has
 * come is taken from its cache. Files that are needed for the first join are not asked for twice: they are preloaded, as Vite does.
 * Where one of them stays failed the page is loaded anew (src/start/loadAgain.ts).
 */
export function preloadHelper(): Plugin {
  return {
    name: 'preload-helper',
    enforce: 'pre',
    apply: 'build',
    config: () => ({
      build: {
        modulePreload: {
          // Without it a browser that knows no modulepreload (Safari before 17, Firefox before 115) fetches files one after the other.
          polyfill: false,
          // Vite names no file for a part of one file.
          resolveDependencies: (file, deps, { hostType }) =>
            hostType === 'js' && deps.length === 0 ? [file] : deps,
        },
      },
    }),
    load: (id) => (id === '\0vite/preload-helper.js' ? helper : undefined),
  };
}

/** `deps` has the part's own file as well. Its name and arguments are Vite's. */
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
