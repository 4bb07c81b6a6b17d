import { defineConfig } from 'playwright/test';
import { findChromium, findHeadlessShell } from './testing/chromium.ts';
import { patience } from './testing/patience.ts';
import { smallCamera } from './testing/testCamera.ts';

const headlessShell = findHeadlessShell();
const chromium = findChromium();
if (!chromium || !headlessShell)
  throw new Error('There is no Chromium. `npm test` installs one, or says how to.');

const stories = {
  testIgnore: ['start.spec.ts', 'webkit/*.spec.ts'],
  // By story rather than by file: no worker is left with the last long file while the other has nothing to do.
  fullyParallel: true,
};
const inHeadlessShell = { launchOptions: { executablePath: headlessShell, args: smallCamera } };

export default defineConfig({
  testDir: 'e2e',
  // A guest takes a quarter of a core. With three stories of up to four guests at a time two cores had a load of 35, and a connection could take longer
  // than LiveKit's client waits for it. So two workers for what keeps the processor busy, and a third one for what mostly waits.
  workers: 3,
  projects: [
    // Cut networks, servers that come back later, browsers that judge a network for seconds.
    { name: 'stories that wait', ...stories, grep: /@waits/, workers: 1, use: inHeadlessShell },
    { name: 'stories', ...stories, grepInvert: /@waits|@window/, workers: 2, use: inHeadlessShell },
    // What the headless shell does not have (testing/chromium.ts).
    {
      name: 'stories in a window',
      ...stories,
      grep: /@window/,
      workers: 1,
      dependencies: ['stories that wait'],
    },
    // The third engine, before a call. One worker: each session is a browser that draws without a graphics card.
    {
      name: 'webkit',
      testMatch: 'webkit/*.spec.ts',
      workers: 1,
      dependencies: ['stories in a window'],
    },
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
    launchOptions: { executablePath: chromium, args: smallCamera },
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    // Of every moment the DOM costs a sixth of a story's time where pages show moving video, pictures a fifth. `--trace on` records both.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
  },
});
