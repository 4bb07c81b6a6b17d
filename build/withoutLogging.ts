import { parseSync, Visitor, type ESTree } from 'vite';

const levels = new Set(['trace', 'debug', 'info', 'warn', 'error']);
const loggers = /^(log|this\.(log|iceLog|statsLog))$/;

/**
 * Functions that livekit-client 2.23.0 calls in the arguments of its log calls. Each of them only reads, so that
 * leaving its call out changes nothing.
 */
const readingFunctions = new Set([
  'Date',
  'connectionSetupTimeEstimateMs',
  'entries',
  'getLogContextFromTrack',
  'getSignallingState',
  'getTracks',
  'join',
  'map',
  'now',
  'summarizeStatsReport',
  'toString',
  'toUTCString',
  'verifyTransport',
]);

/**
 * Replaces the log calls in a source file of livekit-client by `void 0`. Every other character keeps its place, so that
 * the source map stays valid.
 *
 * @throws if the arguments of a log call do something that would be left out with the call
 */
export function withoutLogging(path: string, code: string): string {
  const { program } = parseSync(path, code);
  const textOf = ({ start, end }: ESTree.Node) => code.slice(start, end);
  let result = code;
  new Visitor({
    CallExpression(call) {
      const { callee } = call;
      if (callee.type !== 'MemberExpression' || callee.computed) return;
      if (!levels.has(textOf(callee.property)) || !loggers.test(textOf(callee.object))) return;
      expectReadingOnly(path, textOf(call), `[${call.arguments.map(textOf).join(', ')}]`);
      const blank = textOf(call).replaceAll(/[^\n]/g, ' ');
      result = `${result.slice(0, call.start)}void 0${blank.slice('void 0'.length)}${result.slice(call.end)}`;
    },
  }).visit(program);
  return result;
}

/**
 * Throws when the arguments of a log call do more than read.
 *
 * @param list arguments of the call, as an array literal
 */
function expectReadingOnly(path: string, call: string, list: string): void {
  function fail(): never {
    throw new Error(
      `A log call in ${path} may do more than log, so the build cannot leave it out. Check it, then adapt build/withoutLogging.ts:\n${call}`,
    );
  }
  function expectReading({ callee }: ESTree.CallExpression | ESTree.NewExpression): void {
    const name = callee.type === 'MemberExpression' ? callee.property : callee;
    if (name.type !== 'Identifier' || !readingFunctions.has(name.name)) fail();
  }
  new Visitor({
    CallExpression: expectReading,
    NewExpression: expectReading,
    AwaitExpression: fail,
    YieldExpression: fail,
    AssignmentExpression: fail,
    UpdateExpression: fail,
    UnaryExpression: ({ operator }) => operator === 'delete' && fail(),
  }).visit(parseSync('arguments.ts', list).program);
}
