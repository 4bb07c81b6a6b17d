import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as protocol from '@livekit/protocol';
import { parseSync, Visitor, type ESTree } from 'vite';

const root = fileURLToPath(new URL('../', import.meta.url));
const client = 'node_modules/livekit-client/src';

/** Code outside livekit-client that is in the build or reads the client's members in a test. */
const otherCode = [
  'src',
  'common',
  'e2e',
  'bench',
  'testing',
  'node_modules/@bufbuild/protobuf/dist/esm',
  'node_modules/@livekit/components-core/dist',
  'node_modules/@livekit/components-react/dist',
  'node_modules/@livekit/mutex/dist',
  'node_modules/@livekit/protocol/dist',
  'node_modules/machina/dist',
  'node_modules/react/cjs',
  'node_modules/react-dom/cjs',
  'node_modules/scheduler/cjs',
  'node_modules/sdp-transform/lib',
];

/**
 * Returns short names for the private and internal members of livekit-client whose names mean nothing else anywhere. A name is left out of the list if it occurs in other code, in a text of the client, as a property of an
 * object or type in the client, as a public member, as a field of LiveKit's messages, or in the browser's own types.
 *
 * @param except names that have to stay
 */
export function privateMembers(except: readonly string[]): ReadonlyMap<string, string> {
  const names = new Set<string>();
  const others = new Set(['constructor', ...except, ...fieldsOfMessages(), ...browserWords()]);
  for (const folder of otherCode) for (const [, code] of filesIn(folder)) addWords(others, code);
  for (const [path, code] of filesIn(client)) collect(path, code, names, others);
  const members = [...names].filter((name) => name.length > 4 && !others.has(name)).toSorted();
  return new Map(members.map((name, index) => [name, `$${index.toString(36)}`]));
}

/**
 * Returns a source file of livekit-client with shorter names of members. Every other character keeps its place, so that
 * the source map stays valid.
 */
export function withShortNames(path: string, code: string, shortNames: ReadonlyMap<string, string>): string {
  let result = code;
  function shorten({ type, start, end }: ESTree.Node): void {
    const short = type === 'Identifier' ? shortNames.get(code.slice(start, end)) : undefined;
    if (short) result = `${result.slice(0, start)}${short.padEnd(end - start)}${result.slice(end)}`;
  }
  new Visitor({
    MemberExpression: ({ property, computed }) => !computed && shorten(property),
    ClassBody({ body }) {
      for (const member of body) if ('key' in member && !member.computed) shorten(member.key);
    },
  }).visit(parseSync(path, code).program);
  return result;
}

function collect(path: string, code: string, names: Set<string>, others: Set<string>): void {
  const { program, comments } = parseSync(path, code);
  function isInternal({ start }: ESTree.Span): boolean {
    const before = comments.findLast((comment) => comment.end <= start);
    return (
      before !== undefined &&
      /^\s*$/.test(code.slice(before.end, start)) &&
      before.value.includes('@internal')
    );
  }
  new Visitor({
    ClassBody({ body }) {
      for (const member of body) {
        if (!('key' in member)) continue;
        const name = member.key.type === 'Identifier' ? member.key.name : '';
        const isPrivate = member.accessibility === 'private' || member.accessibility === 'protected';
        (isPrivate || isInternal(member) ? names : others).add(name);
      }
    },
    // The name of the parameter would have to change as well.
    TSParameterProperty({ parameter }) {
      if (parameter.type === 'Identifier') others.add(parameter.name);
    },
    TSPropertySignature({ key }) {
      if (key.type === 'Identifier') others.add(key.name);
    },
    TSMethodSignature({ key }) {
      if (key.type === 'Identifier') others.add(key.name);
    },
    Property({ key }) {
      if (key.type === 'Identifier') others.add(key.name);
    },
    Literal({ value }) {
      if (typeof value === 'string') addWords(others, value);
    },
    TemplateElement({ value }) {
      addWords(others, value.raw);
    },
  }).visit(program);
}

/** Names of the fields of LiveKit's messages, which the package has in another spelling. */
function fieldsOfMessages(): string[] {
  return Object.values(protocol).flatMap((type) =>
    typeof type === 'function' && 'fields' in type
      ? type.fields.list().flatMap(({ localName, oneof }) => [localName, oneof?.localName ?? localName])
      : [],
  );
}

/** Words in TypeScript's declarations of JavaScript and of the browser's interfaces. */
function browserWords(): Set<string> {
  const words = new Set<string>();
  const folder = `${root}node_modules/@typescript`;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (/lib[\\/]lib\.[\w.]+\.d\.ts$/.test(name)) addWords(words, readFileSync(`${folder}/${name}`, 'utf8'));
  }
  if (words.has('RTCPeerConnection')) return words;
  throw new Error(
    `TypeScript's declarations of the browser are no longer in ${folder}. Adapt build/privateMembers.ts.`,
  );
}

function addWords(words: Set<string>, text: string): void {
  for (const [word] of text.matchAll(/[\w$]+/g)) words.add(word);
}

function* filesIn(folder: string): Generator<[path: string, code: string]> {
  for (const name of readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })) {
    const isCode = /\.[cm]?[jt]sx?$/.test(name) && !/\.(test|d)\.|^test\/|(^|\/)node_modules\//.test(name);
    if (isCode) yield [name, readFileSync(`${root}${folder}/${name}`, 'utf8')];
  }
}
