/** Where `npm start` writes its output, so that its parts need not know about terminals. */
export interface Screen {
  say(line: string): void;
  /** Shows the progress of a download. `totalBytes` is 0 when the size is unknown. */
  showTransfer(label: string, totalBytes: number): Transfer;
  /** Shows the time that an operation has taken so far, when its progress can't be known. */
  showElapsed(label: string): Elapsed;
}

interface Transfer {
  advance(bytes: number): void;
  end(): void;
}

interface Elapsed {
  end(): void;
}

/** Time between two lines about progress when the output is a log, in which lines can't be rewritten. */
const sparseLineMs = 15_000;

const megabyte = 1_000_000;

export const silentScreen: Screen = {
  say() {},
  showTransfer: () => ({ advance() {}, end() {} }),
  showElapsed: () => ({ end() {} }),
};

/** The properties of `process.stderr` that are used. `columns` is there only for a terminal. */
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

/** Time between two updates of a line on a terminal. */
const rewriteMs = 250;

/**
 * Shows a line on a terminal and rewrites it until `end` removes it. Where the output is no terminal, writes `first`,
 * then a line per interval.
 */
function showLine(stream: Output, first: () => string, text: () => string): Elapsed {
  if (!stream.isTTY) {
    stream.write(`${first()}\n`);
    const timer = setInterval(() => stream.write(`${text()}\n`), sparseLineMs);
    return { end: () => clearInterval(timer) };
  }
  // Cuts the text to the terminal's width, because a line that wraps could not be rewritten.
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
