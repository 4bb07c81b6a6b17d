import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

export type { Logger };

/**
 * JSON lines on stdout, written by this thread: pino's transports are threads that load files of their own, which the
 * bundled handler does not have.
 *
 * Whoever logs names each field: tokens, headers and queries never get in.
 */
export function createLog(level: LogLevel): Logger {
  const stdout = pino.destination({ dest: 1, sync: true });
  return pino({ level, base: null, timestamp: isoTime() }, inTurns(stdout));
}

/** As pino's own `isoTime`, but for the lines of one millisecond written once. */
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
 * The lines of one turn of the event loop are written together, at its end: in a crowd that is one write for many answers, and
 * otherwise a line is on its way as soon as its answer. An exit writes what is left, also one by an error that nobody
 * caught; only a process that is killed amid a turn loses the lines of that turn.
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
