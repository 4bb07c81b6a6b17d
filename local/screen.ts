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

/** The used part of `process.stderr`. `columns` is there only for a terminal. */
type Output = Pick<NodeJS.WriteStream, 'write'> & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>;

export function createScreen(stream: Output): Screen {
  return {
    say: (line) => void stream.write(`${line}\n`),
    showTransfer(label, totalBytes) {
      let received = 0;
      const text = () => transferText(label, received, totalBytes);
      const line = showLine(stream, text, text);
      return {
        advance(bytes) {
          received += bytes;
        },
        end() {
          line.end();
          stream.write(`${text()}\n`);
        },
      };
    },
    showElapsed(label) {
      const startedAt = Date.now();
      const seconds = () => Math.round((Date.now() - startedAt) / 1000);
      return showLine(
        stream,
        () => `${label} …`,
        () => `${label} ${String(seconds())} s`,
      );
    },
  };
}

/** Interval at which a line on a terminal is rewritten. */
const rewriteMs = 250;

/** Rewrites a line until `end` removes it. Without a terminal: writes `first`, then one line per interval. */
function showLine(stream: Output, first: () => string, text: () => string): Elapsed {
  if (!stream.isTTY) {
    stream.write(`${first()}\n`);
    const timer = setInterval(() => stream.write(`${text()}\n`), sparseLineMs);
    return { end: () => clearInterval(timer) };
  }
  // A wrapped line could not be rewritten.
  const rewrite = () => stream.write(`\r\u001B[K${text().slice(0, (stream.columns || 80) - 1)}`);
  rewrite();
  const timer = setInterval(rewrite, rewriteMs);
  return {
    end() {
      clearInterval(timer);
      stream.write('\r\u001B[K');
    },
  };
}

const barLength = 24;

function transferText(label: string, received: number, totalBytes: number): string {
  const megabytes = (received / megabyte).toFixed(1);
  if (totalBytes === 0) return `${label} ${megabytes} MB`;
  const part = Math.min(received / totalBytes, 1);
  const full = Math.round(part * barLength);
  const bar = '█'.repeat(full) + '░'.repeat(barLength - full);
  return `${label} ${bar} ${String(Math.floor(part * 100))} %  ${megabytes} of ${(totalBytes / megabyte).toFixed(1)} MB`;
}
