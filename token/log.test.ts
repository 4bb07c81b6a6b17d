import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fieldOf } from '../common/fieldOf.ts';
import { testHandler } from './testing/parts.ts';

function parse(lines: readonly string[]): unknown[] {
  return lines.map((line): unknown => JSON.parse(line));
}

test('a request is logged as one line', async () => {
  const { ask, lines } = testHandler();
  await ask('/token?room=secret-room', {}, '::ffff:192.0.2.7');
  expect(parse(lines)).toEqual([
    expect.objectContaining({
      level: 30,
      msg: 'request',
      method: 'GET',
      path: '/token',
      status: 200,
      ms: expect.any(Number),
      address: '192.0.2.7',
    }),
  ]);
});

test('a refusal is logged with its code', async () => {
  const { post, lines } = testHandler();
  await post({ room_name: 'attic' });
  expect(parse(lines)).toEqual([expect.objectContaining({ status: 403, code: 'room_not_allowed' })]);
});

test('tokens, headers, bodies and queries are never logged', async () => {
  const { post, ask, lines } = testHandler({ CORS_ORIGINS: '*' }, () =>
    Promise.reject(Object.assign(new Error('invalid token: eyJhbGciOi'), { status: 401 })),
  );
  await post({ participant_name: 'Aiko' }, { Authorization: 'Bearer hunter2' });
  await ask('/?access_token=eyJhbGciOi');
  expect(lines).toHaveLength(4);
  expect(lines.join()).not.toMatch(/eyJ|hunter2|Aiko|access_token/);
});

test('health checks are logged at debug level only, and long paths are cut', async () => {
  const { ask, lines } = testHandler();
  await ask('/healthz');
  await ask(`/${'x'.repeat(5000)}`);
  expect(parse(lines)).toEqual([
    expect.objectContaining({ level: 20, path: '/healthz' }),
    expect.objectContaining({ level: 30, status: 404, path: `/${'x'.repeat(99)}` }),
  ]);
});

test('requests with OPTIONS, which no limit counts, and many webhooks that LiveKit has not signed do not fill the log', async () => {
  const { ask, lines } = testHandler();
  for (let number = 0; number < 20; number += 1) {
    await ask('/token', { method: 'OPTIONS' });
    await ask('/webhook', { method: 'POST', body: '{}' });
  }
  expect(parse(lines).filter((line) => fieldOf(line, 'level') === 30).length).toBeLessThan(15);
});

test.each([
  ['an exit', 'process.exit(0)'],
  ['an error that nobody catches', 'throw new Error("something broke")'],
  ['a promise that nobody catches', 'Promise.reject(new Error("something broke"))'],
  ['the last turn', ''],
])('%s loses no line, and the lines keep their order', async (_what, end) => {
  const program = `
    const { createLog } = await import('./token/log.ts');
    const log = createLog('info');
    log.info('first');
    log.info('second');
    ${end}`;
  const output = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      { cwd: join(import.meta.dirname, '..') },
      (_error, stdout) => resolve(stdout),
    );
  });
  expect(parse(output.trimEnd().split('\n'))).toMatchObject([{ msg: 'first' }, { msg: 'second' }]);
});
