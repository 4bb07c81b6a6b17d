import { defineConfig } from 'playwright/test';
import { fakeDevices } from './e2e/browserArguments.ts';
import { findChromium } from './e2e/chromium.ts';

const executablePath = findChromium();
if (!executablePath) throw new Error('There is no Chromium. `npm test` installs one, or says how to.');

export default defineConfig({
  testDir: 'e2e',
  // Every guest encodes and decodes video in software: more at a time only makes each slower.
  workers: 1,
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
    trace: 'retain-on-failure',
  },
});
