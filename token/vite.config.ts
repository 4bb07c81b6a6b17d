import { defineConfig } from 'vite';

/**
 * `vite build --config token/vite.config.ts` bundles the token handler into one file for plain `node`, without
 * node_modules.
 */
export default defineConfig({
  ssr: { noExternal: true },
  build: {
    ssr: 'token/main.ts',
    target: 'node20',
    outDir: 'dist/token',
    emptyOutDir: true,
    copyPublicDir: false,
    rolldownOptions: { output: { entryFileNames: 'server.mjs', codeSplitting: false } },
  },
});
