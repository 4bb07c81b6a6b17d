import type { HtmlTagDescriptor, Plugin } from 'vite';

/**
 * Has the browser fetch LiveKit's client from the start, after what is needed sooner: the largest file of all comes while the line would
 * be idle, and a guest who clicks Join at once waits for it.
 *
 * What draws lobby and room is named in a template beside it. For who has clicked it is fetched once the client is there, and run
 * later (src/firstLobby.ts, `fetchPage`).
 */
export function preloadConnection(): Plugin {
  return {
    name: 'preload-connection',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        function preload(pattern: RegExp, attributes: Record<string, string>): HtmlTagDescriptor {
          const name = Object.keys(bundle).find((file) => pattern.test(file));
          if (!name) throw new Error(`No file of the build is like ${pattern.source}.`);
          return { tag: 'link', attrs: { ...attributes, crossorigin: true, href: `./${name}` } };
        }
        const script = { rel: 'modulepreload', fetchpriority: 'low' };
        const style = { rel: 'preload', as: 'style', fetchpriority: 'low' };
        const page = [
          preload(/\/react-[^/]*\.js$/, script),
          preload(/\/lobby-[^/]*\.js$/, script),
          preload(/\/room-[^/]*\.js$/, script),
          preload(/\/lobby-[^/]*\.css$/, style),
          preload(/\/room-[^/]*\.css$/, style),
        ];
        return [
          { ...preload(/\/livekit-[^/]*\.js$/, script), injectTo: 'head' },
          { tag: 'template', attrs: { 'data-page': true }, children: page, injectTo: 'head' },
        ];
      },
    },
  };
}
