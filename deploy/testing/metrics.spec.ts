import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { promtool } from './toolCache.ts';
import { shipped } from './rewrite.ts';

const file = (name: string) => join(shipped, 'metrics', name);

test('Prometheus accepts the configuration and the rules, and the unit tests of the alerts pass', () => {
  for (const args of [
    ['check', 'config', file('prometheus.yml')],
    ['check', 'rules', file('alerts.yml')],
    ['test', 'rules', file('alerts.test.yml')],
  ]) {
    const { status, output } = promtool(...args);
    expect(status, output).toBe(0);
  }
});
