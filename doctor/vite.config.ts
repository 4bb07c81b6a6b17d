import { defineConfig } from 'vite';

/**
 * `vite build --config doctor/vite.config.ts`: bundles the doctor into one file for plain `node`, without node_modules.
 */
export default defineConfig({
  ssr: { noExternal: true },
  build: {
    ssr: 'doctor/main.ts',
    target: 'node20',
    outDir: 'dist/doctor',
    emptyOutDir: true,
    copyPublicDir: false,
    rolldownOptions: { output: { entryFileNames: 'doctor.mjs', codeSplitting: false } },
  },
});
