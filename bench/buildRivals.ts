import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { compression } from 'vite-plugin-compression2';

export const rivals = ['floor', 'usual'] as const;

/** Builds both rivals of the app for production, with the app's version of Vite and Vite's defaults. */
export async function buildRivals(root: string): Promise<void> {
  for (const rival of rivals) {
    await build({
      configFile: false,
      root: join(root, 'bench', rival),
      base: './',
      logLevel: 'warn',
      plugins: [react(), compression({ algorithms: ['gzip'], include: /\.(html|css|js)$/, threshold: 1000 })],
      build: {
        outDir: join(root, 'dist', 'bench', rival),
        emptyOutDir: true,
        manifest: true,
        chunkSizeWarningLimit: 2000,
      },
    });
  }
}
