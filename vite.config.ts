import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { compression } from 'vite-plugin-compression2';
import { livekitSources } from './build/livekitSources.ts';
import { preloadConnection } from './build/preloadConnection.ts';
import { preloadHelper } from './build/preloadHelper.ts';
import { prerenderLobby } from './build/prerenderLobby.ts';
import { smallerReact } from './build/withoutReactParts.ts';

/**
 * A comment at the start of a file that makes Chromium compile all its functions off the main thread while it loads,
 * instead of each function at its first call (https://v8.dev/blog/explicit-compile-hints). Other browsers ignore this
 * comment. It does not work in files with dynamic imports, because Vite puts a line of its own before it.
 */
const compileHint = '//# allFunctionsCalledOnLoad';
const compiledAhead = new Set(['livekit', 'react']);

export default defineConfig({
  // URLs are relative, so that the same build works at the root of a domain and in a folder of a static host.
  base: './',
  plugins: [
    react(),
    livekitSources(),
    smallerReact(),
    preloadConnection(),
    preloadHelper(),
    prerenderLobby(),
    // Writes .gz and .br files beside the originals, for web servers that serve those (deploy/nginx/site.conf).
    // config.json is not compressed: the person who runs the server may change it, and a compressed copy would keep the
    // old content.
    compression({ algorithms: ['gzip', 'brotliCompress'], include: /\.(html|css|js)$/, threshold: 1000 }),
  ],
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    sourcemap: true,
    // Limit for Vite's warning about large chunks: the size of livekit-client, which is the same regardless of the
    // imports. This chunk is loaded after the lobby.
    chunkSizeWarningLimit: 480,
    manifest: true,
    rolldownOptions: {
      output: {
        postBanner: ({ name }) => (compiledAhead.has(name) ? compileHint : ''),
        codeSplitting: {
          // Splits the lobby's code into as few files as can be fetched in parallel. The room's chunks import code from
          // these files.
          groups: [
            { name: 'react', test: /\/node_modules\/(react|react-dom|scheduler)\//, priority: 5 },
            { name: 'boot', test: /\/src\/start\/boot\.ts$/, priority: 4 },
            // Puts copyText into the lobby's file. Four views that load later use it, and alone it would be a file of
            // 100 bytes.
            { name: 'lobby', test: /\/src\/(main\.tsx|browser\/copyText\.ts)$/, priority: 3 },
            { name: 'livekit', test: /\/src\/(call\/connection|start\/earlyVideo)\.ts$/, priority: 2 },
            { name: 'room', test: /\/src\/pages\/RoomPage\.tsx$/, priority: 1 },
          ],
        },
      },
    },
  },
  test: {
    include: ['{common,src,token,doctor,local,scripts,build,bench}/**/*.test.{ts,tsx}'],
    // More workers than cores, because some tests start real processes and sockets and spend most of their time
    // waiting.
    maxWorkers: 4,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
