/**
 * `npm test`: everything that is checked, in the order in which a mistake is cheapest to hear of. It
 * brings LiveKit and the browsers if they are missing; a part that can't be had is an error, not a skip.
 * Two parts may be missing, and their tests are then counted as skipped: a network with a firewall of its own, which some machines
 * don't allow, and WebKitGTK, which exists for Linux only.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { bringFirewall } from './bringFirewall.ts';
import { bringWebkit } from './bringWebkit.ts';
import { checkPolicy } from './checkPolicy.ts';
import { checkSizes } from './checkSizes.ts';
import { printCounts, reportFile, results } from './count.ts';
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
  { name: 'WebKit', run: bringWebkit },
  { name: 'firewall', run: bringFirewall },
  toolStep('stories', 'playwright', 'test'),
]);

if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
printCounts(['unit tests', 'stories']);
process.exitCode = failures.length > 0 ? 1 : 0;
