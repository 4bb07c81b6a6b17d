import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { join as joinPath } from 'node:path';
import { findFreePort } from '../local/ports.ts';
import { expectMovingVideo, expectSound } from '../testing/observe.ts';
import { fakeDevices } from '../testing/browserArguments.ts';
import { expect, test as base } from '../testing/e2eTest.ts';

const root = joinPath(import.meta.dirname, '..');

/**
 * Replaces the fixture `home`, so that no test server starts: `npm start` itself builds the app that this server would
 * use.
 */
const test = base.extend<{}, { home: string }>({ home: [({}, use) => use('none'), { scope: 'worker' }] });

/** Returns options with free ports, because the default ports may be in use. */
async function freePortOptions(): Promise<string[]> {
  const ports = { '--port': 'tcp', '--livekit-port': 'tcp', '--livekit-udp-port': 'udp' } as const;
  const options: string[] = [];
  for (const [option, protocol] of Object.entries(ports)) {
    options.push(option, String(await findFreePort(protocol, '127.0.0.1')));
  }
  return options;
}

for (const command of [['start'], ['run', 'dev']]) {
  test(`npm ${command.join(' ')}: two tabs on its address talk, and Ctrl-C ends everything`, async ({
    join,
    launch,
  }) => {
    const npm = spawn('npm', [...command, '--', ...(await freePortOptions())], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(npm, 'exit');
    try {
      const origin = await addressOf(npm.stdout);
      const browser = await launch(fakeDevices);
      const aiko = await join({ name: 'Aiko', browser, origin, query: '' });
      const ben = await join({ name: 'Ben', browser, origin, query: '' });
      await expectMovingVideo(aiko, 'Ben');
      await expectMovingVideo(ben, 'Aiko');
      await expectSound(aiko);
      await expectSound(ben);

      // Sends SIGINT to the whole process group, as the terminal does at Ctrl-C, while guests are in the room.
      process.kill(-(npm.pid ?? 0), 'SIGINT');
      // Does not check npm's exit status, which depends on npm's version. local/commandLine.test.ts checks the status
      // of First Room's own program.
      await ended;
      await expect(fetch(origin)).rejects.toThrow();
      // The guest's page tries to return. It does so in both cases: when LiveKit's leave message reaches it, and when
      // the proxy in front of LiveKit ends first.
      await expect(aiko.getByText(/Trying to rejoin|Reconnecting…/).first()).toBeVisible();
    } finally {
      if (npm.exitCode === null && npm.signalCode === null) process.kill(-(npm.pid ?? 0), 'SIGKILL');
    }
  });
}

/** Returns the address that `npm start` prints when the room is open. */
async function addressOf(output: Readable): Promise<string> {
  let text = '';
  // Keeps the pipe open after the address, because `npm start` would end at the next line that it prints into a closed
  // pipe.
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const address = /here\s+(http:\S+)/.exec(text)?.[1];
    if (!address) continue;
    output.resume();
    return address;
  }
  throw new Error(`No address was printed:\n${text}`);
}
