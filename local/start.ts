import { dirname } from 'node:path';
import { CannotStart } from './CannotStart.ts';
import { killAll } from './child.ts';
import { describeCrash } from './crash.ts';
import { greeting } from './greeting.ts';
import { readLogLine } from './logLine.ts';
import { help, parseOptions, type StartOptions } from './options.ts';
import { builtProject, devProject } from './project.ts';
import { startRoom } from './room.ts';
import { createScreen } from './screen.ts';

/** `npm start` and `npm run dev`. */

const root = dirname(import.meta.dirname);

/** Exit statuses: 0 after Ctrl-C, 1 when something failed, 2 when the command line can't be understood. */
const status = { ended: 0, failed: 1, misunderstood: 2 } as const;

const options = parseOptions(process.argv.slice(2));
if (!options.ok) {
  console.error(`${options.failure}\nnpm start -- --help lists the options.`);
  process.exitCode = status.misunderstood;
} else if (options.value.kind === 'help') {
  console.log(help);
} else {
  process.exit(await run(options.value));
}

async function run({ dev, lan, ports, verbose }: StartOptions): Promise<number> {
  const startedAt = performance.now();
  const screen = createScreen(process.stdout);
  const interrupted = listenForInterrupts();
  try {
    screen.say(`First Room: ${dev ? 'starting' : 'building and starting'} …`);
    const room = await startRoom({
      project: dev ? devProject(root) : builtProject(root),
      ports,
      lan,
      environment: process.env,
      screen,
      signal: interrupted,
      onLine(name, line) {
        const { level, text } = readLogLine(line);
        if (verbose || level !== 'info') screen.say(`${name.padEnd('livekit'.length)} | ${text}`);
      },
    });
    screen.say(
      greeting(room, { dev, seconds: (performance.now() - startedAt) / 1000, stream: process.stdout }),
    );
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

/** One Ctrl-C arrives twice, from the terminal and from npm, which passes it on. */
const oneCtrlCMs = 500;

/** Ctrl-C ends everything in good order, a second one at once. A closed terminal counts as the first. */
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
