import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compression } from 'vite-plugin-compression2';
import { livekitSources } from './build/livekitSources.ts';
import { preloadConnection } from './build/preloadConnection.ts';
import { preloadHelper } from './build/preloadHelper.ts';
import { prerenderLobby } from './build/prerenderLobby.ts';

/**
 * Chromium compiles every function of a file that begins so as it comes, off the main thread, instead of each at its first call, when somebody
 * waits for it (https://v8.dev/blog/explicit-compile-hints). For other browsers it is a comment. Files that load others can't have
 * it: vite writes a line of its own before everything else there.
 */
const compileHint = '//# allFunctionsCalledOnLoad';
const compiledAhead = new Set(['livekit', 'react']);

export default defineConfig({
  // Relative addresses: the same build works at the root of a domain and in a folder of a static host.
  base: './',
  plugins: [
    react(),
    livekitSources(),
    preloadConnection(),
    preloadHelper(),
    prerenderLobby(),
    // .gz and .br beside the files, for web servers that serve those (deploy/nginx/site.conf). Only what the build
    // makes: config.json is the host's to change, and a compressed copy would keep the old one.
    compression({ algorithms: ['gzip', 'brotliCompress'], include: /\.(html|css|js)$/, threshold: 1000 }),
  ],
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    sourcemap: true,
    // livekit-client is of this size, whatever one imports from it; it is loaded after the lobby.
    chunkSizeWarningLimit: 480,
    manifest: true,
    rolldownOptions: {
      output: {
        postBanner: ({ name }) => (compiledAhead.has(name) ? compileHint : ''),
        codeSplitting: {
          // What the lobby needs in as few files as can be fetched side by side; the room's parts take from it.
          groups: [
            { name: 'react', test: /\/node_modules\/(react|react-dom|scheduler)\//, priority: 5 },
            { name: 'boot', test: /\/src\/start\/boot\.ts$/, priority: 4 },
            { name: 'lobby', test: /\/src\/main\.tsx$/, priority: 3 },
            { name: 'livekit', test: /\/src\/(call\/connection|start\/earlyVideo)\.ts$/, priority: 2 },
            { name: 'room', test: /\/src\/pages\/RoomPage\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
  test: {
    include: ['{common,src,token,doctor,local,scripts,build}/**/*.test.{ts,tsx}'],
    // Real processes and sockets are started in some of them, and mostly waited for.
    maxWorkers: 4,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
