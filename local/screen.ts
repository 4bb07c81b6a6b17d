import { Presets, SingleBar } from 'cli-progress';

/** Output of a start, so that its parts need not know about terminals. */
export interface Screen {
  say(line: string): void;
  /** Shows the progress of a transfer of `totalBytes` (0: unknown). */
  showTransfer(label: string, totalBytes: number): Transfer;
  /** Shows the elapsed time of an operation without known progress. */
  showElapsed(label: string): Elapsed;
}

interface Transfer {
  advance(bytes: number): void;
  end(): void;
}

interface Elapsed {
  end(): void;
}

/** Interval between progress lines when lines can't be rewritten (a log, a CI job). */
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
      // Without a terminal: one line per interval.
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
