import type { Plugin } from 'vite';

/**
 * Names the lobby's files in `index.html`, so that they come side by side instead of one after the other had been read:
 * its style sheet, and the modules that `boot.ts` imports at run time.
 */
export function preloadLobby(): Plugin {
  return {
    name: 'preload-lobby',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const main = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/src/main.tsx'));
        if (!main) throw new Error('No chunk begins with src/main.tsx.');
        const modules = new Set<string>();
        const sheets = new Set<string>();
        function follow(fileName: string): void {
          const chunk = chunks.find((one) => one.fileName === fileName);
          if (!chunk || modules.has(fileName)) return;
          modules.add(fileName);
          for (const sheet of chunk.viteMetadata?.importedCss ?? []) sheets.add(sheet);
          chunk.imports.forEach(follow);
        }
        follow(main.fileName);
        return [
          ...[...sheets].map((file) => ({
            tag: 'link',
            // Not as a style sheet, which would hold up the first paint: the import of main.tsx brings it into force.
            attrs: { rel: 'preload', as: 'style', crossorigin: true, href: `./${file}` },
          })),
          ...[...modules].map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
          })),
        ];
      },
    },
  };
}
