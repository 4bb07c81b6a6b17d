import { defineConfig } from 'vite';

/** `vite build --config token/vite.config.ts`: the whole token handler in one file, for plain `node` without node_modules. */
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
