import { defineConfig } from 'playwright/test';
import { fakeDevices } from './e2e/browserArguments.ts';
import { findChromium } from './e2e/chromium.ts';

const executablePath = findChromium();
if (!executablePath) throw new Error('There is no Chromium. `npm test` installs one, or says how to.');

export default defineConfig({
  testDir: 'e2e',
  // Guests encode video in software: two stories at a time keep two cores busy. Three take as long, and starve each other.
  workers: 2,
  projects: [
    // By story rather than by file: no worker is left with the last long file while the other has nothing to do.
    { name: 'stories', testIgnore: 'start.spec.ts', fullyParallel: true },
    // `npm start` builds the app anew, under the feet of whoever is served from dist/.
    { name: 'npm start', testMatch: 'start.spec.ts', dependencies: ['stories'] },
  ],
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // A flaky story is a bug to be found, not to be tried again.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: 'test-results/stories.json' }]],
  outputDir: 'test-results/stories',
  use: {
    launchOptions: { executablePath, args: fakeDevices },
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    // Pictures of every moment cost a fifth of a story's time where pages show moving video.
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
});
