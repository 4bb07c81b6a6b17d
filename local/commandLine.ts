import { CannotStart } from './CannotStart.ts';
import { killAll } from './child.ts';
import { describeCrash } from './crash.ts';
import { greeting, hostLink } from './greeting.ts';
import { readLogLine } from './logLine.ts';
import { help, parseOptions, type StartOptions } from './options.ts';
import { openBrowser } from './openBrowser.ts';
import type { Project } from './project.ts';
import { startRoom } from './room.ts';
import { createScreen } from './screen.ts';

/** Exit statuses of `npm start`: 0 after Ctrl-C, 1 after a failure, 2 for an invalid command line. */
const status = { ended: 0, failed: 1, misunderstood: 2 } as const;

/**
 * Time (ms) in which a second signal counts as the same Ctrl-C. One Ctrl-C arrives twice: from the terminal, and from
 * npm, which passes it on.
 */
const oneCtrlCMs = 500;

/**
 * Runs `npm start` or `npm run dev`: starts the whole room and stays until Ctrl-C or a crash.
 *
 * @param chooseProject returns the built app or the sources
 * @returns the exit status; nothing is left running
 */
export async function runCommandLine(
  args: readonly string[],
  chooseProject: (dev: boolean) => Project,
): Promise<number> {
  const options = parseOptions(args);
  if (!options.ok) {
    console.error(`${options.failure}\nnpm start -- --help lists the options.`);
    return status.misunderstood;
  }
  if (options.value.kind === 'help') {
    console.log(help);
    return status.ended;
  }
  return run(options.value, chooseProject(options.value.dev));
}

async function run(
  { dev, isOpened, lan, nodes, ports, verbose }: StartOptions,
  project: Project,
): Promise<number> {
  const startedAt = performance.now();
  const screen = createScreen(process.stdout);
  const interrupted = listenForInterrupts();
  try {
    screen.say(`First Room: ${dev ? 'starting' : 'building and starting'} …`);
    const room = await startRoom({
      project,
      ports,
      lan,
      nodes,
      environment: process.env,
      screen,
      signal: interrupted,
      onLine(name, line) {
        const { level, text } = readLogLine(line);
        if (verbose || level !== 'info')
          screen.say(`${name.padEnd(nodes > 1 ? 'livekit-1'.length : 'livekit'.length)} | ${text}`);
      },
    });
    screen.say(
      greeting(room, { dev, seconds: (performance.now() - startedAt) / 1000, stream: process.stdout }),
    );
    if (isOpened) {
      void openBrowser(hostLink(room, room.url), {
        platform: process.platform,
        environment: process.env,
        isTerminal: process.stdout.isTTY,
      }).then((problem) => {
        if (problem !== undefined) screen.say(`  No browser was opened (${problem}).\n`);
      });
    }
    const ending = await Promise.race([room.crashed, abortOf(interrupted)]);
    await room.stop();
    if (ending === undefined) return status.ended;
    console.error(`\n${describeCrash(ending)}`);
    return status.failed;
  } catch (error) {
    if (interrupted.aborted) return status.ended;
    console.error(error instanceof CannotStart ? `\n${error.message}` : error);
    return status.failed;
  }
}

/**
 * Returns a signal that aborts at the first Ctrl-C, SIGTERM or closed terminal, for an orderly end. At the second the
 * process exits at once.
 */
function listenForInterrupts(): AbortSignal {
  const controller = new AbortController();
  let firstAt = Infinity;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (performance.now() - firstAt > oneCtrlCMs) {
        killAll();
        process.exit(status.ended);
      }
      firstAt = Math.min(firstAt, performance.now());
      controller.abort();
    });
  }
  return controller.signal;
}

function abortOf(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
