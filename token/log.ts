import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

export type { Logger };

/**
 * Creates a logger that writes JSON lines to stdout from the main thread: pino's transports are worker threads that
 * load files of their own, which the bundled handler does not have.
 *
 * Callers name each field that they log, so that tokens, headers and queries never get into the log.
 */
export function createLog(level: LogLevel): Logger {
  const stdout = pino.destination({ dest: 1, sync: true });
  return pino({ level, base: null, timestamp: isoTime() }, inTurns(stdout));
}

/** Writes the time like pino's own `isoTime`, but formats it only once per millisecond. */
function isoTime(): () => string {
  let atMs = Number.NaN;
  let time = '';
  return () => {
    const now = Date.now();
    if (now !== atMs) {
      atMs = now;
      time = `,"time":"${new Date(now).toISOString()}"`;
    }
    return time;
  };
}

/**
 * Collects the lines of one turn of the event loop and writes them together at its end: under load that is one write
 * for many answers, otherwise each line is written right after its answer. The exit handler writes the rest, also after
 * an uncaught error; only a process that is killed in the middle of a turn loses the lines of that turn.
 */
function inTurns(destination: DestinationStream): DestinationStream {
  let lines = '';
  const flush = () => {
    if (lines === '') return;
    destination.write(lines);
    lines = '';
  };
  process.on('exit', flush);
  return {
    write(line) {
      if (lines === '') setImmediate(flush);
      lines += line;
    },
  };
}
