import { expect, test } from 'vitest';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild, type Child } from './child.ts';
import { crashOf, describeCrash } from './crash.ts';

interface Run {
  child: Child;
  until: (pattern: RegExp) => Promise<string>;
}

function run(script: string, ...args: string[]): Run {
  const lines: string[] = [];
  const child = startChild({
    name: 'thing',
    command: process.execPath,
    args: [...args, '-e', script],
    environment: process.env,
    onLine: (line) => lines.push(line),
  });
  return {
    child,
    async until(pattern) {
      for (;;) {
        const line = lines.find((one) => pattern.test(one));
        if (line !== undefined) return line;
        await wait(20);
      }
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function expectGone(pid: number) {
  await expect.poll(() => isAlive(pid), { timeout: 2000 }).toBe(false);
}

const withGrandchild = `
  const grandchild = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  console.log('grandchild ' + grandchild.pid);
`;

test('stopping ends a program and its own child processes', async () => {
  const { child, until } = run(`${withGrandchild} setInterval(() => {}, 1000)`);
  const grandchild = Number((await until(/grandchild/)).split(' ')[1]);
  await child.stop();
  expect(isAlive(child.pid ?? 0)).toBe(false);
  await expectGone(grandchild);
});

test('child processes of a program do not outlive its crash', async () => {
  const { child, until } = run(`${withGrandchild} setTimeout(() => process.exit(3), 300)`);
  const grandchild = Number((await until(/grandchild/)).split(' ')[1]);
  expect(await child.ended).toEqual({ how: 'ended with status 3', status: 3 });
  await expectGone(grandchild);
});

test('a program that drains on the first SIGTERM gets a second one, as livekit-server needs', async () => {
  const { child, until } = run(`
    let asked = 0;
    process.on('SIGTERM', () => { asked += 1; console.log('asked ' + asked); if (asked === 2) process.exit(0); });
    setInterval(() => {}, 1000); console.log('ready');
  `);
  await until(/ready/);
  const startedAt = performance.now();
  await child.stop();
  expect(performance.now() - startedAt).toBeLessThan(1500);
  expect(child.lastLines()).toEqual(['ready', 'asked 1', 'asked 2']);
});

test('a program that ignores SIGTERM is killed after three seconds', async () => {
  const { child, until } = run(
    `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready');`,
  );
  await until(/ready/);
  await child.stop();
  expect((await child.ended).how).toBe('was ended by SIGKILL');
});

test('a crash is reported with the last twenty lines', async () => {
  const { child } = run(`for (let i = 1; i <= 50; i += 1) console.log('line ' + i); process.exitCode = 0;`);
  const crash = await crashOf(child);
  expect(crash.lastLines).toHaveLength(20);
  expect(describeCrash(crash)).toMatch(
    /^thing ended with status 0\.\nIts last lines:\n\n {2}line 31\n[\s\S]* {2}line 50$/,
  );
});

test('a program that does not exist is reported as ended', async () => {
  const child = startChild({ name: 'nothing', command: '/does/not/exist', args: [], environment: {} });
  expect((await child.ended).how).toContain('could not be started');
  await child.stop();
  expect(describeCrash(await crashOf(child))).toContain('It wrote nothing.');
});

test('an uncaught exception of the parent leaves no program behind', async () => {
  const { child, until } = run(
    `
      import { startChild } from ${JSON.stringify(new URL('child.ts', import.meta.url).href)};
      const args = ['-e', 'setInterval(() => {}, 1000)'];
      const child = startChild({ name: 'x', command: process.execPath, args, environment: process.env });
      console.log('started ' + child.pid);
      setTimeout(() => { throw new Error('a bug'); }, 200);
    `,
    '--import=tsx',
    '--input-type=module',
  );
  const pid = Number((await until(/started/)).split(' ')[1]);
  expect((await child.ended).status).toBe(1);
  await expectGone(pid);
});
