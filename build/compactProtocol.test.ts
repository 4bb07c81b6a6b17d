import { ScalarType, Timestamp, type FieldInfo, type MessageType } from '@bufbuild/protobuf';
import {
  DataPacket,
  DisconnectReason,
  JoinRequest,
  SignalRequest,
  SignalResponse,
  WrappedJoinRequest,
} from '@livekit/protocol';
import { expect, test } from 'vitest';
import { enumOf, messageType } from './compactMessages.ts';
import { compactProtocol, describeProtocol } from './compactProtocol.ts';

/** The messages that livekit-client reads and writes, with all messages inside them. */
const messages: [string, MessageType][] = [
  ['SignalRequest', SignalRequest],
  ['SignalResponse', SignalResponse],
  ['DataPacket', DataPacket],
  ['WrappedJoinRequest', WrappedJoinRequest],
  ['JoinRequest', JoinRequest],
];

/** The names of all fields of these messages and of all messages inside them. */
const everyName = new Set<string>();
const seen = new Set<MessageType>();
function collectNames(type: MessageType): void {
  if (seen.has(type)) return;
  seen.add(type);
  for (const field of type.fields.list()) {
    everyName.add(field.localName);
    const { kind, T } = field.kind === 'map' ? field.V : field;
    if (kind === 'message') collectNames(T);
  }
}
for (const [, type] of messages) collectNames(type);

function compactType(words: ReadonlySet<string>, name: string): MessageType {
  const described = new Map(describeProtocol(words).map((type) => [type.exported, type]));
  const types = new Map<string, MessageType>([['Timestamp', Timestamp]]);
  function typeOf(exported: string): MessageType {
    const known = types.get(exported);
    if (known) return known;
    const { typeName = '', text = '', fieldTypes = [] } = described.get(exported) ?? {};
    const type = messageType(
      typeName,
      text,
      ...(fieldTypes.length > 0 ? [() => fieldTypes.map(typeOf)] : []),
    );
    types.set(exported, type);
    return type;
  }
  return typeOf(name);
}

/** Makes messages in which, taken together, every field has a value other than its default. */
function samples(type: MessageType, depth = 4): object[] {
  const fields = depth === 0 ? [] : type.fields.list();
  const alone = fields
    .filter(({ oneof }) => !oneof)
    .flatMap((field) => valuesOf(field, depth).map((value) => [field.localName, value]));
  const inOneofs = fields.flatMap((field) =>
    field.oneof
      ? valuesOf(field, depth).map((value) => [field.oneof.localName, { case: field.localName, value }])
      : [],
  );
  return [Object.fromEntries(alone), ...inOneofs.map((pair) => Object.fromEntries([pair]))].map(
    (data) => new type(data),
  );
}

function valuesOf(field: FieldInfo, depth: number): unknown[] {
  const values = field.kind === 'message' ? samples(field.T, depth - 1) : [scalarOf(field)];
  return field.repeated ? [values] : values;
}

function scalarOf(field: FieldInfo): unknown {
  if (field.kind === 'map') return { 7: field.V.kind === 'message' ? samples(field.V.T, 1)[0] : 'value' };
  if (field.kind === 'enum') return field.T.values.at(-1)?.no;
  switch (field.kind === 'scalar' ? field.T : undefined) {
    case ScalarType.INT64:
    case ScalarType.UINT64:
      return BigInt(field.no) << 40n;
    case ScalarType.BOOL:
      return true;
    case ScalarType.STRING:
      return `text ${field.no}`;
    case ScalarType.BYTES:
      return new Uint8Array([field.no, 0, 255]);
    default:
      return field.no + 200;
  }
}

test.each(messages)('%s is read and written as by the package', (name, type) => {
  const compact = compactType(everyName, name);
  const all = samples(type);
  expect(all.length).toBeGreaterThan(0);
  for (const message of all) {
    const bytes = new type(message).toBinary();
    const read = compact.fromBinary(bytes);
    expect(read).toEqual(type.fromBinary(bytes));
    expect(read.toBinary()).toEqual(bytes);
    expect(new compact(message).toBinary()).toEqual(bytes);
  }
});

test.each(messages)(
  '%s keeps the fields that the build leaves out when it is written again',
  (name, type) => {
    const compact = compactType(
      new Set(['sid', 'participant', 'track', 'message', 'value', 'join', 'update', 'user']),
      name,
    );
    for (const message of samples(type)) {
      const bytes = new type(message).toBinary();
      const again = type.fromBinary(compact.fromBinary(bytes).toBinary());
      expect(again).toEqual(type.fromBinary(bytes));
    }
  },
);

test('an enum has its numbers and names', () => {
  const { text = '' } =
    describeProtocol(new Set()).find(({ exported }) => exported === 'DisconnectReason') ?? {};
  expect(enumOf(text)).toEqual(Object.fromEntries(Object.entries(DisconnectReason)));
  expect(enumOf('A B@4 C')).toEqual({ A: 0, B: 4, C: 5, 0: 'A', 4: 'B', 5: 'C' });
});

test('the module has an export for each message, with its fields and their types', () => {
  const code = compactProtocol(
    describeProtocol(new Set(['room', 'subscriberPrimary', 'participant'])),
    'helpers.ts',
  );
  expect(code).toContain(
    'export const JoinResponse = /* @__PURE__ */ messageType("JoinResponse", "room:m participant:m subscriberPrimary:b@6", () => [Room, ParticipantInfo]);',
  );
  expect(code).toContain('export const TrackType = /* @__PURE__ */ enumOf("AUDIO VIDEO DATA");');
});
