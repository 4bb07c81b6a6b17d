import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectMovingPicture } from '../../e2e/observe.ts';
import { ask, askForToken } from './ask.ts';
import { promtool } from './borrowedTools.ts';
import { shipped } from './rewrite.ts';
import { expect, test } from './story.ts';

const file = (name: string) => join(shipped, 'metrics', name);

test('Prometheus takes the configuration and the rules, and alerts fire when they should', () => {
  for (const args of [
    ['check', 'config', file('prometheus.yml')],
    ['check', 'rules', file('alerts.yml')],
    ['test', 'rules', file('alerts.test.yml')],
  ]) {
    const { status, output } = promtool(...args);
    expect(status, output).toBe(0);
  }
});

/** `name{label="value"}` as LiveKit and the token handler write them. */
function seriesOf(scrape: string) {
  return scrape.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** Labels that Prometheus adds, and those of which not every value is seen in a test: a status, a state that is an exception. */
const notScraped = new Set(['job', 'instance', 'status']);

/** There only with a Redis, or once something was lost: alerts.spec.ts sees them. */
const notAlways = new Set(['first_room_redis_up', 'livekit_nack_total']);

/** What an expression asks for: the metric, and labels that have to have a value. */
function asked(expression: string) {
  return [...expression.matchAll(/\b((?:livekit|first_room|process)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, name = '', labels = '']) => ({
      name,
      labels: [...labels.matchAll(/(\w+)="([^"]*)"/g)]
        .filter(([, label = '']) => !notScraped.has(label))
        .map(([pair]) => pair),
    }),
  );
}

async function expressions(): Promise<string[]> {
  const dashboard: unknown = JSON.parse(await readFile(file('dashboard.json'), 'utf8'));
  const found: string[] = [];
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if ('expr' in value && typeof value.expr === 'string') found.push(value.expr);
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(dashboard);
  const rules = await readFile(file('alerts.yml'), 'utf8');
  // An expression, and its further lines where it has some.
  for (const [, first = '', more = ''] of rules.matchAll(/^ +expr: (.*)\n((?: {10}.*\n)*)/gm))
    found.push(first + more);
  return found;
}

test('every number in the dashboard and the alerts is one that LiveKit and the token handler show', async ({
  vm,
  balance,
  join: enter,
}) => {
  const { origin } = await balance({ by: 'haproxy' });
  const aiko = await enter(origin, 'Aiko');
  await enter(origin, 'Ben');
  await expectMovingPicture(aiko.page, 'Ben');
  await askForToken(origin);

  const wanted = (await expressions()).flatMap(asked).filter(({ name }) => !notAlways.has(name));
  expect(wanted.length).toBeGreaterThan(30);
  const missing = async () => {
    const ports = [vm.ports.metrics, vm.ports.tokenMetrics];
    const scrapes = await Promise.all(ports.map((port) => ask(`http://127.0.0.1:${port}`, '/metrics')));
    const series = scrapes.flatMap(({ body }) => seriesOf(body));
    return wanted.filter(
      ({ name, labels }) =>
        !series.some(
          (line) => /^\w+/.exec(line)?.[0] === name && labels.every((label) => line.includes(label)),
        ),
    );
  };
  // Browsers report what they lost every few seconds.
  await expect.poll(missing).toEqual([]);
});
