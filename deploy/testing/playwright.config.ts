import { join } from 'node:path';
import { defineConfig } from 'playwright/test';
import { fakeDevices } from '../../testing/browserArguments.ts';
import { findChromium } from '../../testing/chromium.ts';
import { actionPatience, patience } from '../../testing/patience.ts';
import { reportFile } from '../../testing/count.ts';

// The tests run in the full Chromium. The headless shell closes pages without running their unload handlers, so that
// guests would stay in the next test's room for a while.
const executablePath = findChromium();
if (!executablePath)
  throw new Error('There is no Chromium. `npm run test:deploy` installs one, or says how to.');

/** `npm run test:deploy`: tests the files of deploy/ with the real programs, on Linux only, as the VMs run Linux. */
export default defineConfig({
  testDir: '.',
  workers: 3,
  projects: [
    // The test of an idle call has a worker of its own: it waits for three minutes and takes hardly any CPU time.
    { name: 'idle call', testMatch: 'idleCall.spec.ts', workers: 1 },
    { name: 'deployment', testIgnore: 'idleCall.spec.ts', workers: 2 },
  ],
  ...patience,
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: reportFile('deployment') }]],
  outputDir: join(import.meta.dirname, '..', '..', 'test-results', 'deployment'),
  use: {
    ...actionPatience,
    launchOptions: { executablePath, args: fakeDevices },
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    // Browsers accept any certificate, because the tests make their own.
    ignoreHTTPSErrors: true,
    screenshot: 'only-on-failure',
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
});
