import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder in which `npm test` and `npm run test:deploy` write their reports. */
export const results = join(import.meta.dirname, '..', 'test-results');

const reports = {
  'unit tests': { file: 'unit.json', count: countUnitTests },
  'e2e tests': { file: 'e2e.json', count: countPlaywrightTests },
  deployment: { file: 'deployment.json', count: countPlaywrightTests },
};

export type Kind = keyof typeof reports;

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Returns the path of the report that the tests of one kind write (unit tests, e2e tests or deployment tests). */
export function reportFile(kind: Kind): string {
  return join(results, reports[kind].file);
}

/**
 * Prints how many tests of each kind have passed, failed and been skipped, and the sums in the last line. A kind
 * without a report counts as no passed test.
 */
export function printCounts(kinds: readonly Kind[]) {
  const sum: Count = { passed: 0, failed: 0, skipped: 0 };
  console.log('');
  for (const kind of kinds) {
    const { passed, failed, skipped } = reports[kind].count(readReport(reportFile(kind)));
    console.log(`${kind}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  if (sum.skipped > 0) console.log(`${sum.skipped} skipped: their reasons stand above.`);
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
}

/** Reads the numbers of passed, failed and skipped tests from Vitest's JSON report. */
function countUnitTests(report: unknown): Count {
  return {
    passed: numberIn(report, 'numPassedTests'),
    failed: numberIn(report, 'numFailedTests'),
    skipped: numberIn(report, 'numPendingTests') + numberIn(report, 'numTodoTests'),
  };
}

/**
 * Reads the numbers of passed, failed and skipped tests from Playwright's JSON report. A test that passed only when it
 * was retried counts as failed.
 */
function countPlaywrightTests(report: unknown): Count {
  const stats = isRecord(report) ? report['stats'] : undefined;
  return {
    passed: numberIn(stats, 'expected'),
    failed: numberIn(stats, 'unexpected') + numberIn(stats, 'flaky'),
    skipped: numberIn(stats, 'skipped'),
  };
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function numberIn(report: unknown, key: string): number {
  const value = isRecord(report) ? report[key] : undefined;
  return typeof value === 'number' ? value : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
