import { proto3, type FieldInfo, type MessageType } from '@bufbuild/protobuf';

type Field = Exclude<
  ReturnType<Extract<Parameters<typeof proto3.makeMessageType>[1], () => unknown>>[number],
  FieldInfo
>;

/**
 * Kinds of values, as numbers of protobuf's `ScalarType`, by the letter that stands for them. Enums are 32-bit integers
 * in LiveKit's messages.
 */
const scalarTypes: Record<string, number | undefined> = { d: 1, f: 2, l: 3, U: 4, i: 5, b: 8, y: 12, u: 13 };

/**
 * Makes a type of messages from its description (compactProtocol.ts writes it).
 *
 * @param fields such as `sid tracks:m* state:i@4 value{ user:m } attributes:s`: the names in the order of their numbers,
 *   each with what differs from a single text whose number is one more than the one before
 * @param types returns the types of the fields that hold messages, in their order; left out if there are none
 */
export function messageType(name: string, fields: string, types?: () => MessageType[]): MessageType {
  return proto3.makeMessageType(`livekit.${name}`, () => readFields(fields, types?.() ?? []));
}

function readFields(fields: string, types: MessageType[]): Field[] {
  let no = 0;
  let oneof: string | undefined;
  let nextType = 0;
  const list: Field[] = [];
  for (const [, name = '', kind = '', flag, number, brace] of fields.matchAll(
    /(\w*)(?::(\w))?([*?]?)(?:@(\d+))?([{}]?) ?/g,
  )) {
    if (brace) oneof = name || undefined;
    else if (name) {
      no = Number(number) || no + 1;
      // TypeScript does not relate the kind to the other properties in one literal.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const field = {
        no,
        name,
        oneof,
        repeated: flag === '*',
        opt: flag === '?',
        ...(kind === 'm'
          ? { kind: 'message', T: types[nextType++] }
          : kind === 'M'
            ? { kind: 'map', K: 13, V: { kind: 'message', T: types[nextType++] } }
            : kind === 's'
              ? { kind: 'map', K: 9, V: { kind: 'scalar', T: 9 } }
              : { kind: 'scalar', T: scalarTypes[kind] ?? 9 }),
      } as Field;
      list.push(field);
    }
  }
  return list;
}

/**
 * Makes an enum with its numbers by name and its names by number, as TypeScript does.
 *
 * @param names in the order of their numbers, such as `AUDIO VIDEO DATA@5`
 */
export function enumOf(names: string): Record<string | number, string | number> {
  let no = -1;
  const result: Record<string | number, string | number> = {};
  for (const part of names.split(' ')) {
    const [name = '', number] = part.split('@');
    no = number ? Number(number) : no + 1;
    result[(result[name] = no)] = name;
  }
  return result;
}
