import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { withoutLogging } from './withoutLogging.ts';

test('log calls are left out, and all other code keeps its line and column', () => {
  const code = [
    `this.log.debug('connected', {`,
    `  ...this.logContext,`,
    `}); join();`,
    `leave().catch((error) => log.warn(error.message)); this.iceLog.info('ice'); controller.error(reason);`,
  ];
  const lines = withoutLogging('a.ts', code.join('\n')).split('\n');
  expect(lines.map((line) => line.replaceAll(/ {2,}/g, ' '))).toEqual([
    'void 0 ',
    ' ',
    ' ; join();',
    'leave().catch((error) => void 0 ); void 0 ; controller.error(reason);',
  ]);
  for (const [line, text] of [
    [2, 'join();'],
    [3, 'controller.error(reason);'],
  ] as const)
    expect(lines[line]?.indexOf(text)).toBe(code[line]?.indexOf(text));
});

test('a log call that does more than log fails the build with a message that shows the call', () => {
  for (const argument of [
    'await leave()',
    '{ tries: (tries += 1) }',
    'tries++',
    'this.leave()',
    'new Room()',
    'delete this.room',
  ]) {
    const code = `async () => log.info('left', ${argument})`;
    expect(() => withoutLogging('Room.ts', code)).toThrow(
      `A log call in Room.ts may do more than log, so the build cannot leave it out. Check it, then adapt build/withoutLogging.ts:\nlog.info('left', ${argument})`,
    );
  }
});

test('the log calls of the installed livekit-client do nothing but log, and none is left', () => {
  const folder = fileURLToPath(new URL('../node_modules/livekit-client/src/', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /(?<!\.test|\.d)\.ts$/.test(path),
  );
  const texts = files.map((path) => readFileSync(`${folder}${path}`, 'utf8'));
  const logCall = /(?<!\w)(?:log|this\.\w*log)\.(?:trace|debug|info|warn|error)\(/i;
  expect(texts.filter((text) => logCall.test(text)).length).toBeGreaterThan(20);
  const left = files.filter((path, index) => logCall.test(withoutLogging(path, texts[index] ?? '')));
  expect(left).toEqual([]);
});
