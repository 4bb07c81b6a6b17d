import { parseArgs } from 'node:util';
import { failed, success, type Result } from '../common/result.ts';

/** The doctor's parsed command line. */
export type Options = { kind: 'help' } | ExamineOptions;

export interface ExamineOptions {
  kind: 'examine';
  /** The room's address as guests type it. Without an address only this machine is examined. */
  target: URL | undefined;
  json: boolean;
  /**
   * Whether to hold a connection open for longer than the usual idle time-out of proxies, which takes more than a
   * minute.
   */
  slow: boolean;
  /** Whether to examine this machine, too; `undefined` means only if it has the configuration of an installation. */
  machine: boolean | undefined;
  livekitConfig: string;
  tokenEnvironment: string;
  /**
   * A second origin, of a token endpoint elsewhere, to which the doctor is allowed to send the room key (`ROOM_KEY`).
   */
  tokenOrigin: string | undefined;
}

/** Paths of the configuration files on a server set up by install.sh. */
export const usualFiles = {
  livekitConfig: '/etc/first-room/livekit.yaml',
  tokenEnvironment: '/etc/first-room/token.env',
} as const;

export const help = `The host's doctor: tries each step of a join, and says what is blocked and how to open it.

  npm run doctor -- https://room.example      from the project
  node doctor.mjs https://room.example        from the build, on any machine with Node
  sudo node doctor.mjs --vm                   on the server itself, with or without an address

Run it from outside (your laptop) to see what guests see, and on the server to see why.
It changes nothing, except for a key in Redis that expires after a second. It joins a room of its own for a few seconds.
On a cluster's node (redis in LiveKit's configuration) it also inspects Redis and every other node.

Options

  --vm                        also inspect this machine (Linux); the default if ${usualFiles.livekitConfig} exists
  --no-vm                     do not inspect this machine
  --livekit-config <file>     LiveKit's configuration (${usualFiles.livekitConfig})
  --token-env <file>          the token handler's environment (${usualFiles.tokenEnvironment})
  --token-origin <address>    the token endpoint's origin, if it is yours and differs from the page's:
                              only these two get the room key
  --slow                      also keep a connection open for 75 s, to see whether a proxy closes it
  --json                      findings as JSON
  --help                      show this

Variables: ROOM_KEY, the key of a room that has one; NO_COLOR.
The key is sent only over TLS with a valid certificate, or on this machine, and only to the address that you give (and
--token-origin). On the server it is read from the installation, and sent only to the installation's address.

Exit status: 0 nothing is wrong, 1 something is, 2 the command line is invalid.`;

/**
 * Parses the doctor's command line.
 *
 * @returns the options, or a sentence about what is invalid
 */
export function parseOptions(args: readonly string[]): Result<Options, string> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const { values, positionals } = parsed.value;
  if (values.help) return success({ kind: 'help' });
  if (values.vm && values['no-vm']) return failed('Use either --vm or --no-vm.');

  const [address, ...more] = positionals;
  if (more.length > 0) return failed(`Give only one address: ${positionals.join(' ')}`);
  const target = address === undefined ? success(undefined) : readTarget(address);
  if (!target.ok) return target;
  if (target.value === undefined && !values.vm) {
    return failed('Which room? Give its address, such as https://room.example, or --vm on the server.');
  }
  const tokenOrigin = readOrigin(values['token-origin']);
  if (!tokenOrigin.ok) return tokenOrigin;
  return success({
    kind: 'examine',
    target: target.value,
    json: values.json,
    slow: values.slow,
    machine: values.vm ? true : values['no-vm'] ? false : undefined,
    livekitConfig: values['livekit-config'],
    tokenEnvironment: values['token-env'],
    tokenOrigin: tokenOrigin.value,
  });
}

function parse(args: readonly string[]) {
  try {
    return success(
      parseArgs({
        args: [...args],
        allowPositionals: true,
        options: {
          vm: { type: 'boolean', default: false },
          'no-vm': { type: 'boolean', default: false },
          'livekit-config': { type: 'string', default: usualFiles.livekitConfig },
          'token-env': { type: 'string', default: usualFiles.tokenEnvironment },
          'token-origin': { type: 'string' },
          slow: { type: 'boolean', default: false },
          json: { type: 'boolean', default: false },
          help: { type: 'boolean', default: false },
        },
      }),
    );
  } catch (error) {
    // Keeps the first sentence of parseArgs' message, which names the option. The second one is a hint about quoting.
    const message = error instanceof Error ? error.message : String(error);
    return failed(`${message.split('. ', 1)[0] ?? message}.`.replace('..', '.'));
  }
}

/** Parses the room's address as guests type it; without a scheme it becomes https. */
function readTarget(text: string): Result<URL, string> {
  const address = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    return failed(`"${text}" is not the address of a room, such as https://room.example.`);
  }
  if (url.username !== '' || url.password !== '') return failed('The address may not contain a password.');
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return success(url);
}

function readOrigin(text: string | undefined): Result<string | undefined, string> {
  if (text === undefined) return success(undefined);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.href === `${url.origin}/`
    ? success(url.origin)
    : failed(`"${text}" is not an origin, such as https://token.example.`);
}
