import { Presets, SingleBar } from 'cli-progress';

/** What the parts of a start may show, so that they need not know about terminals. */
export interface Screen {
  say(line: string): void;
  /** A transfer of which `totalBytes` are expected (0: not known). */
  showTransfer(label: string, totalBytes: number): Transfer;
  /** Something that takes long without saying how far it is: shows the time that has passed. */
  showElapsed(label: string): Elapsed;
}

interface Transfer {
  advance(bytes: number): void;
  end(): void;
}

interface Elapsed {
  end(): void;
}

/** Between two lines about the same thing where lines can't be rewritten (a log, a CI job). */
const sparseLineMs = 15_000;

const megabyte = 1_000_000;

export const silentScreen: Screen = {
  say() {},
  showTransfer: () => ({ advance() {}, end() {} }),
  showElapsed: () => ({ end() {} }),
};

export function createScreen(stream: NodeJS.WriteStream): Screen {
  return {
    say: (line) => void stream.write(`${line}\n`),
    showTransfer: (label, totalBytes) => showTransfer(stream, label, totalBytes),
    showElapsed: (label) => showElapsed(stream, label),
  };
}

function showTransfer(stream: NodeJS.WriteStream, label: string, totalBytes: number): Transfer {
  const bar = new SingleBar(
    {
      format: `${label} {bar} {percentage} %  {megabytes} of ${(totalBytes / megabyte).toFixed(1)} MB`,
      stream,
      barsize: 24,
      hideCursor: true,
      // Where the output is no terminal: a line now and then.
      noTTYOutput: true,
      notTTYSchedule: sparseLineMs,
    },
    Presets.shades_classic,
  );
  let received = 0;
  bar.start(Math.max(totalBytes, 1), 0, { megabytes: '0.0' });
  return {
    advance(bytes) {
      received += bytes;
      bar.update(received, { megabytes: (received / megabyte).toFixed(1) });
    },
    end: () => bar.stop(),
  };
}

function showElapsed(stream: NodeJS.WriteStream, label: string): Elapsed {
  const startedAt = Date.now();
  const text = () => `${label} ${String(Math.round((Date.now() - startedAt) / 1000))} s`;
  if (!stream.isTTY) {
    stream.write(`${label} …\n`);
    const timer = setInterval(() => stream.write(`${text()}\n`), sparseLineMs);
    return { end: () => clearInterval(timer) };
  }
  const rewrite = () => stream.write(`\r\u001B[K${text()}`);
  rewrite();
  const timer = setInterval(rewrite, 1000);
  return {
    end() {
      clearInterval(timer);
      stream.write('\r\u001B[K');
    },
  };
}
