import * as protocol from '@livekit/protocol';
import { proto3, ScalarType, type FieldInfo, type MessageType } from '@bufbuild/protobuf';

/** An export of `@livekit/protocol` as the build writes it: a type of messages or an enum. */
export interface CompactType {
  exported: string;
  /** Name of the messages' type without `livekit.`; `undefined` for an enum. */
  typeName?: string;
  /** The fields of a message or the names of an enum, as compactMessages.ts reads them. */
  text: string;
  /** Exported names of the types of the fields that hold messages. */
  fieldTypes: string[];
}

type EnumObject = Parameters<typeof proto3.getEnumType>[0];

/** Messages of LiveKit's own. The exports also have some of Google's. */
const prefix = 'livekit.';

/** Letters for the kinds of scalars, as compactMessages.ts reads them. A text has no letter. */
const letters = new Map([
  [ScalarType.DOUBLE, 'd'],
  [ScalarType.FLOAT, 'f'],
  [ScalarType.INT64, 'l'],
  [ScalarType.UINT64, 'U'],
  [ScalarType.INT32, 'i'],
  [ScalarType.BOOL, 'b'],
  [ScalarType.STRING, ''],
  [ScalarType.BYTES, 'y'],
  [ScalarType.UINT32, 'u'],
]);

/**
 * Describes all messages and enums of `@livekit/protocol`, without the fields whose names do not occur in the code that
 * uses the messages. Such a field is like one from a newer LiveKit: the receiver keeps its bytes, and writes them again
 * with the message.
 *
 * @param words every word in the code that uses the messages
 */
export function describeProtocol(words: ReadonlySet<string>): CompactType[] {
  const exports = Object.entries(protocol);
  const names = new Map<unknown, string>(exports.map(([name, value]) => [value, name]));
  return exports.flatMap(([exported, value]): CompactType[] => {
    if (isMessageType(value)) {
      if (!value.typeName.startsWith(prefix)) return [];
      const fields = value.fields.list().filter(({ localName }) => words.has(localName));
      return [
        {
          exported,
          typeName: value.typeName.slice(prefix.length),
          text: describeFields(fields),
          fieldTypes: fields.flatMap((field) => names.get(messageOf(field)) ?? []),
        },
      ];
    }
    return isEnum(value) ? [{ exported, text: describeEnum(value), fieldTypes: [] }] : [];
  });
}

/**
 * Writes the module that the build uses in place of `@livekit/protocol`.
 *
 * @param helpers path of compactMessages.ts
 */
export function compactProtocol(types: readonly CompactType[], helpers: string): string {
  const exported = new Set(types.map((type) => type.exported));
  const others = new Set(types.flatMap(({ fieldTypes }) => fieldTypes).filter((name) => !exported.has(name)));
  return [
    `import { enumOf, messageType } from ${JSON.stringify(helpers)};`,
    `import { ${[...others].join(', ')} } from '@bufbuild/protobuf';`,
    `export { protoInt64 } from '@bufbuild/protobuf';`,
    ...types.map(({ exported: name, typeName, text, fieldTypes }) => {
      const fields = `${JSON.stringify(text)}${fieldTypes.length > 0 ? `, () => [${fieldTypes.join(', ')}]` : ''}`;
      const call =
        typeName === undefined ? `enumOf(${fields})` : `messageType(${JSON.stringify(typeName)}, ${fields})`;
      return `export const ${name} = /* @__PURE__ */ ${call};`;
    }),
  ].join('\n');
}

function describeFields(fields: readonly FieldInfo[]): string {
  const parts: string[] = [];
  let last: FieldInfo | undefined;
  for (const field of fields) {
    if (field.oneof?.name !== last?.oneof?.name) {
      if (last?.oneof) parts.push('}');
      if (field.oneof) parts.push(`${field.oneof.localName}{`);
    }
    const kind = kindOf(field);
    const flag = field.repeated ? '*' : field.opt && !field.oneof ? '?' : '';
    const number = field.no === (last?.no ?? 0) + 1 ? '' : `@${field.no}`;
    parts.push(`${field.localName}${kind && `:${kind}`}${flag}${number}`);
    last = field;
  }
  return parts.join(' ');
}

function messageOf(field: FieldInfo): MessageType | undefined {
  const { kind, T } = field.kind === 'map' ? field.V : field;
  return kind === 'message' ? T : undefined;
}

function kindOf(field: FieldInfo): string {
  if (field.kind === 'message') return 'm';
  if (field.kind === 'enum') return 'i';
  if (field.kind === 'map') {
    if (field.K === ScalarType.STRING && field.V.kind === 'scalar' && field.V.T === ScalarType.STRING)
      return 's';
    if (field.K === ScalarType.UINT32 && field.V.kind === 'message') return 'M';
    throw new Error(
      `The field ${field.localName} in LiveKit's protocol is a map of a kind that the build does not know. Add this kind to build/compactProtocol.ts and build/compactMessages.ts.`,
    );
  }
  const letter = letters.get(field.T);
  if (letter !== undefined) return letter;
  throw new Error(
    `The field ${field.localName} in LiveKit's protocol has type ${field.T}, which the build does not know. Add a letter for it to build/compactProtocol.ts and build/compactMessages.ts.`,
  );
}

function describeEnum(object: EnumObject): string {
  let next = 0;
  return proto3
    .getEnumType(object)
    .values.map(({ no, localName }) => {
      const number = no === next ? '' : `@${no}`;
      next = no + 1;
      return `${localName}${number}`;
    })
    .join(' ');
}

function isMessageType(value: unknown): value is MessageType {
  return typeof value === 'function' && 'typeName' in value && 'fields' in value;
}

function isEnum(value: unknown): value is EnumObject {
  return typeof value === 'object' && value !== null && Object.getOwnPropertySymbols(value).length > 0;
}
