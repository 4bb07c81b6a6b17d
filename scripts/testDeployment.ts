/**
 * `npm run test:deploy`: tests the files in `deploy/` with the programs that use them on a VM. It installs missing
 * programs if it may; one that is not available is an error, not a skip.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { bringGoTools } from './bringGoTools.ts';
import { bringPrograms } from './bringPrograms.ts';
import { printCounts, reportFile, results } from '../testing/count.ts';
import { bringBrowsers, bringLivekit, runSteps, toolStep } from './steps.ts';

mkdirSync(results, { recursive: true });
rmSync(reportFile('deployment'), { force: true });

const failures = await runSteps([
  { name: 'programs', run: bringPrograms },
  { name: 'LiveKit', run: bringLivekit },
  { name: 'tools from Go', run: bringGoTools },
  { name: 'browser', run: () => bringBrowsers('chromium') },
  toolStep('build', 'npm', 'run', 'build', '--silent'),
  toolStep('deployment', 'playwright', 'test', '--config', 'deploy/testing/playwright.config.ts'),
]);

if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
printCounts(['deployment']);
process.exitCode = failures.length > 0 ? 1 : 0;
