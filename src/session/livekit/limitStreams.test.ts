import {
  DataPacket,
  DataStream_ByteHeader,
  DataStream_Chunk,
  DataStream_Header,
  DataStream_TextHeader,
  DataStream_Trailer,
} from '@livekit/protocol';
import { Room, type ByteStreamReader, type TextStreamReader } from 'livekit-client';
import { afterEach, expect, test, vi } from 'vitest';
import { limitStreams, maxFileBytes, maxStreamBytes, streamManagerOf } from './limitStreams.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** A real room of the SDK, and functions that pass packets to it as if other participants had sent them. */
function openRoom() {
  const room = new Room();
  limitStreams(room);
  const manager = streamManagerOf(room);
  manager.setConnected(true);
  const readers: TextStreamReader[] = [];
  room.registerTextStreamHandler('lk.chat', (reader) => readers.push(reader));
  const files: ByteStreamReader[] = [];
  room.registerByteStreamHandler('first-room.file', (reader) => files.push(reader));
  const receive = (value: DataPacket['value'], participantIdentity = 'ben') =>
    manager.handleDataStreamPacket(new DataPacket({ participantIdentity, value }), 0);
  return {
    manager,
    readers,
    files,
    openFile: (streamId: string, sender?: string) => {
      const contentHeader = { case: 'byteHeader' as const, value: new DataStream_ByteHeader() };
      const header = new DataStream_Header({ streamId, topic: 'first-room.file', contentHeader });
      receive({ case: 'streamHeader', value: header }, sender);
    },
    open: (streamId: string, sender?: string) => {
      const contentHeader = { case: 'textHeader' as const, value: new DataStream_TextHeader() };
      const header = new DataStream_Header({ streamId, topic: 'lk.chat', contentHeader });
      receive({ case: 'streamHeader', value: header }, sender);
    },
    write: (streamId: string, index: number, content: Uint8Array<ArrayBuffer>, sender?: string) => {
      const chunk = new DataStream_Chunk({ streamId, chunkIndex: BigInt(index), content });
      receive({ case: 'streamChunk', value: chunk }, sender);
    },
    end: (streamId: string, sender?: string) => {
      receive({ case: 'streamTrailer', value: new DataStream_Trailer({ streamId }) }, sender);
    },
  };
}

const hello = new TextEncoder().encode('Hello');

test('a stream within the limits arrives complete', async () => {
  const { open, write, end, readers } = openRoom();
  open('a');
  write('a', 0, hello);
  end('a');
  expect(await readers[0]?.readAll()).toBe('Hello');
});

test('a stream with too many bytes fails, and the rest of it is discarded', async () => {
  const { open, write, readers, manager } = openRoom();
  open('a');
  const piece = new Uint8Array(maxStreamBytes / 10);
  for (let index = 0; index < 11; index += 1) write('a', index, piece);
  await expect(readers[0]?.readAll()).rejects.toThrow('too long');
  expect(manager.textStreamControllers.size).toBe(0);
});

test('a stream that stays open for a minute fails', async () => {
  vi.useFakeTimers();
  const { open, write, readers, manager } = openRoom();
  open('a');
  write('a', 0, hello);
  vi.advanceTimersByTime(60_000);
  expect(manager.textStreamControllers.size).toBe(0);
  await expect(readers[0]?.readAll()).rejects.toThrow('too long');
});

test('the number of open streams is limited for each sender', () => {
  const { open, readers } = openRoom();
  for (let index = 0; index < 100; index += 1) open(`b${index}`);
  expect(readers).toHaveLength(20);
  open('c', 'chie');
  expect(readers).toHaveLength(21);
});

test('only the sender of a stream can write to it and end it', async () => {
  const { open, write, end, readers } = openRoom();
  open('a');
  write('a', 0, new TextEncoder().encode('Forged'), 'mallory');
  end('a', 'mallory');
  write('a', 0, hello);
  end('a');
  expect(await readers[0]?.readAll()).toBe('Hello');
});

test('packets received during a reconnect are buffered up to the same limit', () => {
  const { open, write, manager } = openRoom();
  manager.setConnected(false);
  open('a');
  const piece = new Uint8Array(maxStreamBytes / 10);
  for (let index = 0; index < 30; index += 1) write('a', index, piece);
  expect(manager.bufferedPackets.length).toBeLessThan(11);
});

test('a file may be larger than a text, and fails above the limit of files', async () => {
  const { openFile, write, end, files } = openRoom();
  const piece = () => new Uint8Array(maxFileBytes / 10);
  openFile('a');
  for (let index = 0; index < 10; index += 1) write('a', index, piece());
  end('a');
  expect(await files[0]?.readAll()).toHaveLength(10);
  openFile('b');
  for (let index = 0; index < 11; index += 1) write('b', index, piece());
  await expect(files[1]?.readAll()).rejects.toThrow('too long');
});

test('a file may take longer than a minute, but fails when nothing comes for a minute', async () => {
  vi.useFakeTimers();
  const { openFile, write, files } = openRoom();
  openFile('a');
  for (let index = 0; index < 5; index += 1) {
    write('a', index, hello);
    vi.advanceTimersByTime(50_000);
  }
  const read = files[0]?.readAll();
  vi.advanceTimersByTime(10_000);
  await expect(read).rejects.toThrow('too long');
});
