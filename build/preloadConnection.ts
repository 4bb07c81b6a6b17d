import type { Plugin } from 'vite';

/**
 * Has the browser fetch LiveKit's client from the start, after what is needed sooner: the largest file of all comes while the line would
 * be idle, and a guest who clicks Join at once waits for it.
 */
export function preloadConnection(): Plugin {
  return {
    name: 'preload-connection',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const client = Object.values(bundle).find(
          (file) =>
            file.type === 'chunk' && file.moduleIds.some((id) => id.endsWith('/src/call/connection.ts')),
        );
        if (!client) throw new Error('No chunk has src/call/connection.ts.');
        const href = `./${client.fileName}`;
        return [
          {
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, fetchpriority: 'low', href },
            injectTo: 'head',
          },
        ];
      },
    },
  };
}
