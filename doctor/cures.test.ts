import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/**
 * Commands that the doctor advises and that a test in deploy/testing runs as they are printed, after which the doctor
 * finds nothing wrong.
 */
const carriedOut: readonly RegExp[] = [
  // install.spec.ts runs the following commands.
  /^sudo \/opt\/first-room\/current\/deploy\/install\.sh$/,
  /^sudo rm \/etc\/first-room\/livekit-keys\.yaml$/,
  /^sudo sed -i /,
  /^sudo systemctl restart (first-room-livekit|first-room-token|nginx|\$\{unit\})$/,
  /^sudo systemctl enable \$\{list\}$/,
  /^sudo nginx -t$/,
  /^sudo first-room restart( --now)?$/,
  /^sudo certbot renew$/,
  // install.spec.ts runs this command with a stand-in for netfilter-persistent.
  /^sudo iptables -I INPUT 1/,
  /^sudo certbot certonly --webroot /,
  /^sudo first-room apply --(turn|certificate) /,
  // cluster/install.spec.ts runs this command.
  /^sudo systemctl restart redis-(server|sentinel)/,
  // hostDoctor.spec.ts runs this command with a real firewalld.
  /^sudo firewall-cmd --permanent\$\{inZone\} --add-port=/,
];

/** Commands that the doctor advises and that only show something, so that no test has to run them. */
const shows: readonly RegExp[] = [
  /^sudo (ss|journalctl -u|nginx -T|tail|du|grep|sed -n|iptables -L) ?/,
  /^sudo systemctl status first-room-livekit {3}# on that machine$/,
];

/** Commands that the doctor advises and that no test runs, each with the reason. */
const notCarriedOut: readonly (readonly [command: RegExp, why: string])[] = [
  [/^sudo certbot certonly --manual /, 'its answer is a record of the domain'],
  [
    /^sudo (timedatectl|chronyc|systemctl enable --now chronyd) ?/,
    "a container can't set the clock of its machine",
  ],
  [/^sudo sysctl --load=/, "a container can't set the kernel's buffers"],
  [/^sudo first-room restart --now {3}# on that machine$/, 'on another machine'],
  [/^sudo systemctl reboot$/, 'it would end the test'],
  [/^sudo journalctl (--vacuum-size|--disk-usage)/, 'what fills a disk differs'],
  [/^sudo rsync /, 'for a web server that install.sh did not set up: the folder is its own'],
];

const root = import.meta.dirname;

async function sources(): Promise<string[]> {
  const files = await readdir(root, { recursive: true });
  return files.filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/^(testing|options\.ts)/.test(file),
  );
}

async function printedCommands(): Promise<string[]> {
  const files = [...(await sources()), '../common/openPort.ts'];
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
  return texts.flatMap((text) =>
    [...text.matchAll(/['"`](?:[A-Za-z :]*)(sudo [^'"`]*)/g)].map(([, command = '']) => command),
  );
}

test('every command that the doctor prints is run by a test, only shows something, or is listed as not run', async () => {
  const commands = await printedCommands();
  expect(commands.length).toBeGreaterThan(40);
  const known = [...carriedOut, ...shows, ...notCarriedOut.map(([command]) => command)];
  expect(commands.filter((command) => !known.some((one) => one.test(command)))).toEqual([]);
});

test('no cure edits a file that install.sh overwrites with the next update', async () => {
  const files = await sources();
  const texts = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
  const edits = /sudoedit (?!\/etc\/first-room\/livekit\.local\.yaml)|systemctl edit|'rtc:'|# livekit\.yaml'/;
  expect(files.filter((_file, index) => edits.test(texts[index] ?? ''))).toEqual([]);
});
