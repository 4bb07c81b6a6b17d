import { defineConfig } from 'playwright/test';
import { findChromium, findHeadlessShell } from './testing/chromium.ts';
import { actionPatience, patience } from './testing/patience.ts';
import { testCamera } from './testing/testCamera.ts';

const headlessShell = findHeadlessShell();
const chromium = findChromium();
if (!chromium || !headlessShell)
  throw new Error('There is no Chromium. `npm test` installs one, or says how to.');

const e2eTests = {
  testIgnore: ['start.spec.ts', 'webkit/*.spec.ts'],
  // Distributes single tests rather than whole files over the workers, so that none is left with a long file at the end
  // while another is idle.
  fullyParallel: true,
};
/**
 * Tests with the tag `@waits` spend most of their time waiting, for example until a stopped server is back or until
 * the SFU has rated the network.
 */
const waiting = /@waits/;
/**
 * Tests of the connection check, of closed ports, of cut media and of files that do not load. They wait for time-outs
 * and retries. Since they run in one worker, they start the firewalled test server once.
 */
const failures = /(check|closedPorts|failedFiles|mediaCut)\.spec/;
const inHeadlessShell = { launchOptions: { executablePath: headlessShell, args: testCamera } };

export default defineConfig({
  testDir: 'e2e',
  // Each guest takes a quarter of a core. When three tests with up to four guests each ran at once, two cores had a
  // load of 35, and a connection could take longer than livekit-client waits for it. So two workers run the tests that
  // keep the CPU busy, and two more run those that mostly wait, and after them the other projects in this order.
  workers: 4,
  projects: [
    { name: 'e2e tests that wait', ...e2eTests, grep: waiting, workers: 1, use: inHeadlessShell },
    {
      name: 'e2e tests of failures',
      ...e2eTests,
      grep: failures,
      grepInvert: waiting,
      workers: 1,
      use: inHeadlessShell,
    },
    {
      name: 'e2e tests',
      ...e2eTests,
      grepInvert: [waiting, failures, /@window/],
      workers: 2,
      use: inHeadlessShell,
    },
    // Tests of browser features that the headless shell lacks (testing/chromium.ts).
    { name: 'e2e tests in a window', ...e2eTests, grep: /@window/, workers: 1 },
    // Tests in the third browser engine, from the lobby to a call. They have one worker, because each of these browsers
    // draws without a graphics card.
    { name: 'webkit', testMatch: 'webkit/*.spec.ts', workers: 1 },
    // The tests of `npm start` run last, because it rebuilds dist/, from which the other tests are served.
    {
      name: 'npm start',
      testMatch: 'start.spec.ts',
      dependencies: [
        'e2e tests that wait',
        'e2e tests of failures',
        'e2e tests',
        'e2e tests in a window',
        'webkit',
      ],
      fullyParallel: true,
    },
  ],
  ...patience,
  // A failed test is never repeated: a flaky test is a bug to be found.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  outputDir: 'test-results/e2e',
  use: {
    ...actionPatience,
    launchOptions: { executablePath: chromium, args: testCamera },
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    // Traces without snapshots and screenshots: on pages with moving video, snapshots of the DOM take a sixth of a
    // test's time, and screenshots a fifth. `--trace on` records both.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
  },
});
