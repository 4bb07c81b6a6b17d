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
 * Overrides the fixture `home`, so that no test server starts: `npm start` builds the app that the server would use.
 */
const test = base.extend<{}, { home: string }>({ home: [({}, use) => use('none'), { scope: 'worker' }] });

/** Options with free ports, because the default ports may be in use. */
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

      // The terminal's Ctrl-C reaches every process of the group, with guests in the room.
      process.kill(-(npm.pid ?? 0), 'SIGINT');
      // The exit status of npm is not checked, because it depends on npm's version; local/commandLine.test.ts checks
      // our own.
      await ended;
      await expect(fetch(origin)).rejects.toThrow();
      // LiveKit's leave message reaches the guest, or the proxy in front of LiveKit ends first: in both cases the page
      // tries to return.
      await expect(aiko.getByText(/Trying to rejoin|Reconnecting…/).first()).toBeVisible();
    } finally {
      if (npm.exitCode === null && npm.signalCode === null) process.kill(-(npm.pid ?? 0), 'SIGKILL');
    }
  });
}

/** The address that the command prints when the room is open. */
async function addressOf(output: Readable): Promise<string> {
  let text = '';
  // A closed pipe would end the command at the next line that it prints.
  for await (const chunk of output.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const address = /here\s+(http:\S+)/.exec(text)?.[1];
    if (!address) continue;
    output.resume();
    return address;
  }
  throw new Error(`No address was printed:\n${text}`);
}
