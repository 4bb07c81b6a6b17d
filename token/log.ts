import { pino, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

export type { Logger };

/**
 * JSON lines on stdout, written by this thread: pino's transports are threads that load files of their own, which the
 * bundled handler does not have. Each is written before the call returns, which is not pino's default: a parent process
 * waits for the line that says where we listen, and the last lines before the exit would swap places.
 *
 * Whoever logs names each field: tokens, headers and queries never get in.
 */
export function createLog(level: LogLevel): Logger {
  const stdout = pino.destination({ dest: 1, sync: true });
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stdout);
}
