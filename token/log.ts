import { pino, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

export type { Logger };

/**
 * JSON lines on stdout, written at once and by this thread: pino's transports are threads that load files of their own,
 * which the bundled handler does not have.
 *
 * Whoever logs names each field: tokens, headers and queries never get in.
 */
export function createLog(level: LogLevel): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
