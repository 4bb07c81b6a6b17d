import { parseJson } from '../common/parseJson.ts';

/** A log line of LiveKit, the token handler, Redis or HAProxy, reduced to what a person wants to read. */
export interface LogLine {
  level: 'info' | 'warning' | 'error';
  text: string;
}

/** Numbers of levels in logs of pino, the token handler's logger: 40 is warn, 50 error, 60 fatal. */
const pinoWarning = 40;
const pinoError = 50;

/** Fields of a log line that are not shown: each line is printed at once and with the name of its process. */
const dullFields = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'v']);

/** Matches warnings of LiveKit and Redis that matter on production servers only. */
const harmless = /UDP receive buffer is too small|Memory overcommit must be enabled|Transparent Huge Pages/;

const redisTrouble = /warning|error|fail|fatal|can't|unable/i;

/**
 * Parses a line of livekit-server (`time TAB LEVEL TAB logger TAB source TAB message TAB fields`), of the token handler
 * (pino: JSON), of Redis (`pid:role time sign message`) or of HAProxy (`[LEVEL] (pid) : message`). Anything else, such
 * as a stack trace, counts as an error.
 */
export function readLogLine(line: string): LogLine {
  return (
    readPino(line) ?? readZap(line) ?? readRedis(line) ?? readHaproxy(line) ?? { level: 'error', text: line }
  );
}

function readPino(line: string): LogLine | undefined {
  if (!line.startsWith('{')) return undefined;
  const content = parseJson(line);
  if (typeof content !== 'object' || content === null) return undefined;
  const level = 'level' in content && typeof content.level === 'number' ? content.level : 0;
  const message = 'msg' in content && typeof content.msg === 'string' ? content.msg : '';
  const fields = Object.entries(content)
    .filter(([name]) => !dullFields.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return {
    level: level >= pinoError ? 'error' : level >= pinoWarning ? 'warning' : 'info',
    text: [message, ...fields].join(' '),
  };
}

function readZap(line: string): LogLine | undefined {
  const [, level, , , ...message] = line.split('\t');
  if (level === undefined || message.length === 0) return undefined;
  const text = message.join(' ');
  switch (level) {
    case 'DEBUG':
    case 'INFO':
      return { level: 'info', text };
    case 'WARN':
      return { level: harmless.test(text) ? 'info' : 'warning', text };
    default:
      return { level: 'error', text };
  }
}

/** Parses a line of Redis. `#` marks warnings, but Redis also uses it for messages at its start and end. */
function readRedis(line: string): LogLine | undefined {
  const [, sign, text] = /^\d+:[A-Z] .*?\d\d:\d\d:\d\d\.\d{3} ([.\-*#]) (.*)$/.exec(line) ?? [];
  if (sign === undefined || text === undefined) return undefined;
  const isWarning = sign === '#' && redisTrouble.test(text) && !harmless.test(text);
  return { level: isWarning ? 'warning' : 'info', text };
}

function readHaproxy(line: string): LogLine | undefined {
  const [, level, text] = /^\[([A-Z]+)\]\s+\(\d+\) : (.*)$/.exec(line) ?? [];
  if (level === undefined || text === undefined) return undefined;
  return { level: level === 'NOTICE' ? 'info' : level === 'WARNING' ? 'warning' : 'error', text };
}
