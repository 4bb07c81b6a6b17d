import { DataPacket } from '@livekit/protocol';
import { ConnectionState, EngineEvent, RemoteParticipant, Room, RoomEvent } from 'livekit-client';
import { expect, test, vi } from 'vitest';
import { limitStreams, maxFileBytes, streamManagerOf } from '../../session/livekit/limitStreams.ts';
import { createNames } from '../names.ts';
import { createChat } from './chat.ts';
import { messageKey } from './chatLog.ts';
import { createKeptChat } from './keptChat.ts';
import { createFiles, fileTopic } from './files.ts';

const reliable = 0;

/**
 * Makes the chat and the files of one guest, in a real room of the SDK. The room's packets go to the other guests in
 * `rooms`, not through a data channel.
 */
function join(rooms: Room[], identity: string) {
  const room = new Room();
  limitStreams(room);
  room.localParticipant.identity = identity;
  room.state = ConnectionState.Connected;
  const sent: DataPacket[] = [];
  /** Tells the room that the queue of the data channel is full or empty. */
  const setQueue = (isFull: boolean) => room.emit(RoomEvent.DCBufferStatusChanged, !isFull, reliable);
  let fullAt = 0;
  room.engine.sendDataPacket = (packet) => {
    packet.participantIdentity = identity;
    sent.push(packet);
    if (sent.length === fullAt) setQueue(true);
    for (const other of rooms) {
      if (other === room) continue;
      streamManagerOf(other).handleDataStreamPacket(DataPacket.fromBinary(packet.toBinary()), 0);
    }
    return Promise.resolve();
  };
  streamManagerOf(room).setConnected(true);
  for (const other of rooms) {
    const known = other.localParticipant.identity;
    for (const [to, name] of [
      [room, known],
      [other, identity],
    ] as const) {
      to.remoteParticipants.set(name, new RemoteParticipant(to.engine.client, `PA_${name}`, name, name));
    }
  }
  rooms.push(room);
  const storage = { getItem: () => null, setItem: () => {} };
  const names = createNames();
  const chat = createChat(
    names,
    () => {},
    createKeptChat(() => storage),
  );
  const told: string[] = [];
  const files = createFiles(names, chat, (sender, name) => told.push(`${sender} ${name}`));
  const detach = files.attach(room);
  const transfers = () => [...files.getState().transfers.values()];
  return {
    room,
    chat,
    files,
    told,
    sent,
    detach,
    transfers,
    statuses: () => transfers().map(({ status }) => status),
    messages: () => chat.log.getState().messages,
    send(content: Blob, name = 'notes.txt'): void {
      files.choose([{ name, content }]);
      files.sendChosen();
    },
    /** Does what LiveKit's client does after it has opened a new connection. */
    reconnect(): void {
      room.state = ConnectionState.Connected;
      room.emit(RoomEvent.ConnectionStateChanged, ConnectionState.Connected);
      streamManagerOf(room).setConnected(true);
      room.engine.emit(EngineEvent.Restarted);
    },
    setQueue,
    /** Makes the queue full once this many packets have been sent. */
    fillQueueAt: (count: number) => (fullAt = count),
  };
}

function meet() {
  const rooms: Room[] = [];
  return { aiko: join(rooms, 'aiko'), ben: join(rooms, 'ben'), chie: join(rooms, 'chie') };
}

const hello = new Blob(['Hello']);
const png = new Blob([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0])]);
const large = new Blob([new Uint8Array(200_000)]);

test('everybody in the room gets a file with its name, and the sender learns that it was sent', async () => {
  const { aiko, ben, chie } = meet();
  aiko.send(png, 'photo.png');
  await vi.waitFor(() => expect(aiko.messages()).toMatchObject([{ text: 'photo.png', delivery: 'sent' }]));
  for (const other of [ben, chie]) {
    await vi.waitFor(() => expect(other.statuses()).toEqual(['done']));
    expect(other.messages()).toMatchObject([
      { text: 'photo.png', file: { name: 'photo.png', size: 12 }, author: { identity: 'aiko' } },
    ]);
    const [{ content } = {}] = other.transfers();
    expect(content?.type).toBe('image/png');
    expect(await content?.arrayBuffer()).toEqual(await png.arrayBuffer());
    expect(other.told).toEqual(['aiko photo.png']);
  }
});

test('a page that another guest sends as an image is neither shown nor opened as a page', async () => {
  const { aiko, ben } = meet();
  aiko.send(new Blob(['<script>alert(1)</script>'], { type: 'text/html' }), '../\u202Egnp.html');
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['done']));
  expect(ben.transfers()[0]?.content?.type).toBe('application/octet-stream');
  expect(ben.messages()[0]?.text).toBe('_gnp.html');
});

test('files are sent one after the other, and only while the queue of the data channel is short', async () => {
  const { aiko, ben } = meet();
  aiko.setQueue(true);
  aiko.send(hello, 'first');
  aiko.send(hello, 'second');
  await vi.waitFor(() => expect(aiko.statuses()).toEqual(['waiting', 'waiting']));
  expect(aiko.sent).toEqual([]);
  aiko.setQueue(false);
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['done', 'done']));
  expect(aiko.sent.map(({ value }) => value.case)).toEqual([
    'streamHeader',
    'streamChunk',
    'streamTrailer',
    'streamHeader',
    'streamChunk',
    'streamTrailer',
  ]);
});

test('while LiveKit reconnects no file is sent, and afterwards it is', async () => {
  const { aiko, ben } = meet();
  aiko.room.state = ConnectionState.SignalReconnecting;
  aiko.send(hello);
  await vi.waitFor(() => expect(aiko.statuses()).toEqual(['waiting']));
  aiko.room.state = ConnectionState.Connected;
  aiko.room.emit(RoomEvent.ConnectionStateChanged, ConnectionState.Connected);
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['done']));
});

test('a sender who cancels ends the file for everybody, newcomers are not told of it, and the next file is sent', async () => {
  const { aiko, ben } = meet();
  aiko.fillQueueAt(2);
  aiko.send(large, 'large.zip');
  aiko.send(hello, 'small.txt');
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['moving']));
  await vi.waitFor(() => expect(aiko.transfers()[0]?.bytes).toBe(60_000));
  const [message] = aiko.messages();
  if (message) aiko.files.cancel(messageKey(message));
  aiko.setQueue(false);
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['stopped', 'done']));
  expect(aiko.statuses()).toEqual(['cancelled', 'done']);
  expect([...ben.chat.withdrawn]).toEqual(aiko.messages().slice(0, 1).map(messageKey));
  expect(aiko.messages()).toMatchObject([{ delivery: 'failed' }, { delivery: 'sent' }]);
  expect(ben.transfers()[0]?.content).toBeUndefined();
});

test('a receiver who cancels gets nothing, the others get the file', async () => {
  const { aiko, ben, chie } = meet();
  const stop = ben.files.subscribe(() => {
    const [message] = ben.messages();
    if (!message || ben.statuses()[0] !== 'moving') return;
    stop();
    ben.files.cancel(messageKey(message));
  });
  aiko.send(large);
  await vi.waitFor(() => expect(chie.statuses()).toEqual(['done']));
  await vi.waitFor(() => expect(aiko.statuses()).toEqual(['done']));
  expect(ben.statuses()).toEqual(['cancelled']);
  expect(ben.transfers()[0]?.content).toBeUndefined();
});

test('a file that is cut by a new connection fails at both ends, and can be sent again', async () => {
  const { aiko, ben } = meet();
  aiko.fillQueueAt(2);
  aiko.send(large);
  await vi.waitFor(() => expect(aiko.transfers()[0]?.bytes).toBe(60_000));
  aiko.room.engine.emit(EngineEvent.Restarting);
  ben.room.engine.emit(EngineEvent.Restarting);
  await vi.waitFor(() => expect(aiko.statuses()).toEqual(['failed']));
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['failed']));
  const [message] = aiko.messages();
  if (message?.origin === 'own') aiko.files.sendAgain(message);
  ben.reconnect();
  aiko.reconnect();
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['done']));
  expect(aiko.statuses()).toEqual(['done']);
  expect(ben.messages()).toHaveLength(1);
  expect(ben.told).toHaveLength(1);
});

test('what a guest receives fails when the room is replaced by a new one', async () => {
  const { aiko, ben } = meet();
  aiko.setQueue(true);
  const writer = await aiko.room.localParticipant.streamBytes({
    topic: fileTopic,
    name: 'a',
    totalSize: 10,
  });
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['moving']));
  ben.detach();
  expect(ben.statuses()).toEqual(['failed']);
  await writer.close();
});

test('a file that was sent just before a new connection is sent again, because it may be lost', async () => {
  const { aiko, ben, chie } = meet();
  const lost = vi.spyOn(streamManagerOf(ben.room), 'handleDataStreamPacket').mockImplementation(() => {});
  aiko.send(hello);
  await vi.waitFor(() => expect(chie.statuses()).toEqual(['done']));
  await vi.waitFor(() => expect(aiko.statuses()).toEqual(['done']));
  lost.mockRestore();
  aiko.room.engine.emit(EngineEvent.Restarting);
  aiko.reconnect();
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['done']));
  await vi.waitFor(() => expect(aiko.statuses()).toEqual(['done']));
  expect(chie.messages()).toHaveLength(1);
});

test('a file that is declared too large, or is larger than declared, is not kept', async () => {
  const { aiko, ben } = meet();
  aiko.send(new Blob([new Uint8Array(maxFileBytes + 1)]));
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['too_large']));
  await vi.waitFor(() => expect(aiko.messages()).not.toMatchObject([{ delivery: 'sending' }]));
  const writer = await aiko.room.localParticipant.streamBytes({
    topic: fileTopic,
    name: 'a',
    totalSize: 10,
  });
  await writer.write(new Uint8Array(20));
  await writer.close();
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['too_large', 'failed']));
  for (const { content } of ben.transfers()) expect(content).toBeUndefined();
});

test('more than 30 files of a sender in five minutes are ignored, without loss for others', async () => {
  const { aiko, ben, chie } = meet();
  for (let index = 0; index < 40; index += 1) aiko.send(hello, `${index}`);
  await vi.waitFor(() => expect(aiko.statuses().filter((status) => status === 'done')).toHaveLength(40));
  chie.send(hello, 'photo.png');
  await vi.waitFor(() => expect(ben.told).toContain('chie photo.png'));
  await vi.waitFor(() => expect(ben.statuses()).toEqual(Array.from({ length: 31 }, () => 'done')));
});

test('above 100 MB the oldest file of the sender with the most bytes is dropped', async () => {
  const { aiko, ben, chie } = meet();
  chie.send(hello, 'photo.png');
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['done']));
  for (let index = 0; index < 10; index += 1) {
    const [name, totalSize] = [`${index}`, maxFileBytes];
    await aiko.room.localParticipant.streamBytes({ topic: fileTopic, name, totalSize });
  }
  const others = Array.from({ length: 9 }, () => 'moving');
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['done', 'dropped', ...others]));
});

test('the content of a file is forgotten with its message', async () => {
  const { aiko, ben } = meet();
  aiko.send(hello);
  await vi.waitFor(() => expect(ben.statuses()).toEqual(['done']));
  ben.chat.log.forgetBefore(Infinity);
  expect(ben.transfers()).toEqual([]);
});
