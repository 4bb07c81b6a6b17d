import { defineConfig } from 'playwright/test';
import { findChromium } from './e2e/chromium.ts';
import { patience } from './e2e/patience.ts';
import { smallCamera } from './e2e/smallCamera.ts';

const executablePath = findChromium();
if (!executablePath) throw new Error('There is no Chromium. `npm test` installs one, or says how to.');

export default defineConfig({
  testDir: 'e2e',
  // A guest takes a quarter of a core. With three stories of up to four guests at a time two cores had a load of 35, and a connection could take longer
  // than LiveKit's client waits for it.
  workers: 2,
  projects: [
    {
      name: 'stories',
      testIgnore: ['start.spec.ts', 'webkit/*.spec.ts'],
      // By story rather than by file: no worker is left with the last long file while the other has nothing to do.
      fullyParallel: true,
    },
    // The third engine, before a call. One worker: each session is a browser that draws without a graphics card.
    { name: 'webkit', testMatch: 'webkit/*.spec.ts' },
    // `npm start` builds the app anew, under the feet of whoever is served from dist/.
    {
      name: 'npm start',
      testMatch: 'start.spec.ts',
      dependencies: ['stories', 'webkit'],
      fullyParallel: true,
    },
  ],
  ...patience,
  // A flaky story is a bug to be found, not to be tried again.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: 'test-results/stories.json' }]],
  outputDir: 'test-results/stories',
  use: {
    launchOptions: { executablePath, args: smallCamera },
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    // Of every moment the DOM costs a sixth of a story's time where pages show moving video, pictures a fifth. `--trace on` records both.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
  },
});
