/**
 * `npm test`: all checks, the quickest ones first. It installs LiveKit and the browsers if they are missing; one that
 * is not available is an error, not a skip. Three requirements may be missing unless CI is set, and their tests are
 * then counted as skipped: a network with a firewall of its own, which some machines do not allow, and WebKitGTK and
 * PulseAudio, which exist on Linux only.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { whyNoNetwork } from '../testing/firewalledServer.ts';
import { soundServerPackage, whyNoSoundServer } from '../testing/soundServer.ts';
import { webkitPackages, whyNoWebkit } from '../testing/webkitPrograms.ts';
import { bringPart } from './bringPart.ts';
import { checkPolicy } from './checkPolicy.ts';
import { checkSizes } from './checkSizes.ts';
import { printCounts, reportFile, results } from '../testing/count.ts';
import { bringBrowsers, bringLivekit, runSteps, toolStep } from './steps.ts';

rmSync(results, { recursive: true, force: true });
mkdirSync(results);

const unitReport = `--outputFile.json=${reportFile('unit tests')}`;
const unitArguments = ['run', '--reporter=default', '--reporter=json', unitReport];

const failures = await runSteps([
  [
    toolStep('types', 'tsc'),
    toolStep('lint', 'oxlint', '--type-aware', '--deny-warnings'),
    toolStep('format', 'oxfmt', '--check'),
    toolStep('dead code', 'knip'),
    toolStep('build', 'npm', 'run', 'build', '--silent'),
  ],
  { name: 'LiveKit', run: bringLivekit },
  toolStep('unit tests', 'vitest', ...unitArguments),
  { name: 'sizes', run: checkSizes },
  { name: 'content policy', run: checkPolicy },
  { name: 'browsers', run: () => bringBrowsers('chromium', 'firefox') },
  {
    name: 'WebKit',
    run: () =>
      bringPart({
        name: 'WebKitGTK with its driver',
        tests: 'the tests in WebKitGTK',
        packages: Object.values(webkitPackages),
        whyMissing: whyNoWebkit,
      }),
  },
  {
    name: 'sound server',
    run: () =>
      bringPart({
        name: 'PulseAudio',
        tests: 'the tests with several real microphones',
        packages: [soundServerPackage],
        whyMissing: whyNoSoundServer,
      }),
  },
  {
    name: 'firewall',
    run: () =>
      bringPart({
        name: 'A network with a firewall',
        tests: 'the tests with closed ports',
        packages: ['nftables', 'iproute2'],
        whyMissing: whyNoNetwork,
      }),
  },
  toolStep('e2e tests', 'playwright', 'test'),
]);

if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
printCounts(['unit tests', 'e2e tests']);
process.exitCode = failures.length > 0 ? 1 : 0;
