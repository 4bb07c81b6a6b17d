import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test as base } from 'playwright/test';
import { anyPorts } from '../../../local/choosePorts.ts';
import { findFreePort } from '../../../local/ports.ts';
import { startRoom } from '../../../local/room.ts';
import { silentScreen } from '../../../local/screen.ts';
import { familyOf } from '../../../local/testing/listeners.ts';
import { standInProject } from '../../../local/testing/standInProject.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'local', 'testing', 'startStandIn.ts');

interface Start {
  pid: number;
  text: () => string;
  exit: Promise<unknown[]>;
}

/** Playwright's `test` with a function that runs `npm start -- --nodes 2` without the app, so that nothing is built. */
const test = base.extend<{ start: () => Promise<Start> }>({
  start: async ({}, use) => {
    const started: ReturnType<typeof spawn>[] = [];
    await use(async () => {
      const ports = {
        '--port': await findFreePort('tcp', '127.0.0.1'),
        '--livekit-port': await findFreePort('tcp', '127.0.0.1'),
        '--livekit-udp-port': await findFreePort('udp', '127.0.0.1'),
      };
      const options = Object.entries(ports).flatMap(([option, port]) => [option, String(port)]);
      const args = ['--import', 'tsx', program, '--nodes', '2', ...options];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      started.push(child);
      let text = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      }
      const start = { pid: child.pid ?? 0, text: () => text, exit: once(child, 'close') };
      await expect.poll(start.text).toContain('Ctrl-C');
      return start;
    });
    // SIGTERM also ends all programs that this `npm start` has started.
    for (const child of started) if (child.exitCode === null) child.kill('SIGTERM');
  },
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function read(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`There is no ${String(pattern)} in:\n${text}`);
  return found;
}

test('a killed node is reported and the others go on, until Ctrl-C ends everything', async ({ start }) => {
  const room = await start();
  const url = read(room.text(), /here +(http:\S+)/);
  const family = await familyOf(room.pid);
  process.kill(Number(read(room.text(), /livekit-1: kill -KILL (\d+)/)), 'SIGKILL');
  await expect.poll(room.text).toContain('livekit-1 was ended by SIGKILL. The others go on.');
  expect((await fetch(`${url}token`, { method: 'POST' })).status).toBe(201);
  // The LiveKit that was not killed answers 401, because the request has no token.
  await expect.poll(async () => (await fetch(`${url}rtc/validate`)).status).toBe(401);

  process.kill(room.pid, 'SIGINT');
  expect(await room.exit).toEqual([0, null]);
  expect(family.filter(isAlive)).toEqual([]);
});

test('killing the last node ends everything, and the message names that node', async ({ start }) => {
  const room = await start();
  const family = await familyOf(room.pid);
  for (const name of ['livekit-2', 'livekit-1']) {
    process.kill(Number(read(room.text(), new RegExp(`${name}: kill -KILL (\\d+)`))), 'SIGKILL');
  }
  expect(await room.exit).toEqual([1, null]);
  expect(room.text()).toMatch(/\nlivekit-[12] was ended by SIGKILL\.\nIts last lines:/);
  expect(family.filter(isAlive)).toEqual([]);
});

test('with --lan all token handlers require the same key', async () => {
  const room = await startRoom({
    project: { ...standInProject, tokenHandler: ['--import', 'tsx', join('token', 'main.ts')] },
    ports: anyPorts,
    nodes: 2,
    lan: { address: '127.0.0.2' },
    environment: process.env,
    screen: silentScreen,
  });
  const statuses = async (authorization: string) => {
    const headers = { 'Content-Type': 'application/json', Authorization: authorization };
    const ask = () => fetch(`${room.url}token`, { method: 'POST', headers, body: '{}' });
    return (await Promise.all([ask(), ask(), ask(), ask()])).map(({ status }) => status);
  };
  try {
    expect(await statuses(`Bearer ${room.roomKey?.value ?? ''}`)).toEqual([201, 201, 201, 201]);
    expect(await statuses('')).toEqual([401, 401, 401, 401]);
  } finally {
    await room.stop();
  }
});
