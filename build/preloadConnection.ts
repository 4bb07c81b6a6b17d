import { pageFilesAttribute } from '../src/start/page/parts.ts';
import type { HtmlTagDescriptor, Plugin } from 'vite';

/**
 * Adds preload links for livekit-client to index.html, after those for files that are needed sooner. A guest who clicks
 * Join at once waits for livekit-client, which is the largest file, and the network is idle once the other files are
 * there.
 *
 * The files that render lobby and room are listed in a template beside these links. After an early click on Join they
 * are fetched once livekit-client is there, and run later (src/start/firstLobby.ts, `fetchPage`).
 */
export function preloadConnection(): Plugin {
  return {
    name: 'preload-connection',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        function preload(name: string, type: 'css' | 'js'): HtmlTagDescriptor {
          const start = `assets/${name}-`;
          const file = Object.keys(bundle).find(
            (path) => path.startsWith(start) && path.endsWith(`.${type}`),
          );
          if (!file) throw new Error(`The build has no file ${name}-….${type}.`);
          const how = type === 'js' ? { rel: 'modulepreload' } : { rel: 'preload', as: 'style' };
          const attrs = { ...how, fetchpriority: 'low', crossorigin: true, href: `./${file}` };
          return { tag: 'link', attrs, injectTo: 'head' };
        }
        const client = ['livekit', 'rolldown-runtime'];
        const page = ['react', 'lobby', 'room'].map((name) => preload(name, 'js'));
        const styles = ['lobby', 'room'].map((name) => preload(name, 'css'));
        return [
          ...client.map((name) => preload(name, 'js')),
          {
            tag: 'template',
            attrs: { [pageFilesAttribute]: true },
            children: [...page, ...styles],
            injectTo: 'head',
          },
        ];
      },
    },
  };
}
