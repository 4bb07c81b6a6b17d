import { DataStreamError, DataStreamErrorReason, type ByteStreamReader, type Room } from 'livekit-client';
import { idAttribute } from './chat.ts';
import type { OwnMessage } from './chatLog.ts';
import { safelyTyped } from './fileContent.ts';
import { fileTopic, type FileTransfer } from './files.ts';

export { cleanFileName } from './fileContent.ts';

/** Number of bytes that are read from the disk at a time. */
const pieceBytes = 60_000;

interface Sending {
  signal: AbortSignal;
  /** Waits until the data channel's queue is empty enough to take more. */
  untilFlowing: (signal: AbortSignal) => Promise<void>;
  /** Called during the transfer with the number of bytes that were sent so far. */
  onBytes: (bytes: number) => void;
}

/**
 * Sends a file to everybody in the room. Rejects if sending is aborted, the connection is lost, or the file can't be
 * read.
 */
export async function sendFile(
  room: Room,
  { id, text: name }: OwnMessage,
  content: Blob,
  { signal, untilFlowing, onBytes }: Sending,
): Promise<void> {
  const writer = await room.localParticipant.streamBytes({
    topic: fileTopic,
    name,
    totalSize: content.size,
    attributes: { [idAttribute]: id },
  });
  try {
    for (let start = 0; start < content.size; start += pieceBytes) {
      const piece = new Uint8Array(await content.slice(start, start + pieceBytes).arrayBuffer());
      await untilFlowing(signal);
      await writer.write(piece);
      onBytes(start + piece.length);
    }
    await untilFlowing(signal);
  } catch (error) {
    // The stream is closed without the missing bytes, which tells receivers that the file has ended early.
    void writer.close().catch(() => {});
    throw error;
  }
  await writer.close();
}

/**
 * Reads a file that another guest is sending. After an abort it discards what still arrives, because LiveKit offers no
 * way to stop the sender.
 *
 * @param onBytes called with the number of bytes that were received
 * @returns the content, with a type that is safe to show; empty after an abort
 */
export async function readFile(
  reader: ByteStreamReader,
  size: number,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Blob> {
  let parts: BlobPart[] = [];
  let bytes = 0;
  for await (const chunk of reader) {
    bytes += chunk.length;
    if (bytes > size) throw new Error('The file is larger than its sender said.');
    if (signal.aborted) {
      parts = [];
      continue;
    }
    parts.push(new Uint8Array(chunk));
    onBytes(bytes);
  }
  return safelyTyped(new Blob(parts));
}

/**
 * Reads a stream to its end and drops the content. If nobody reads a stream, LiveKit's client keeps all of it in
 * memory.
 */
export async function discard(reader: ByteStreamReader): Promise<void> {
  const controller = new AbortController();
  controller.abort();
  await readFile(reader, Infinity, controller.signal, () => {}).catch(() => {});
}

/** Whether a received stream has failed because its sender ended it early. */
export function isStopped(error: unknown): boolean {
  return error instanceof DataStreamError && error.reason === DataStreamErrorReason.Incomplete;
}

/**
 * Chooses which files of other guests to drop so that the others stay within the limit: the oldest file of the sender
 * with the most bytes, again and again. So a flood pushes out only its own files.
 *
 * @param transfers oldest first, by the keys of their messages
 * @returns the keys of the files to drop
 */
export function overLimit(transfers: ReadonlyMap<string, FileTransfer>, mostBytes: number): string[] {
  const kept = [...transfers].filter(
    ([, { sender, status }]) => sender !== undefined && (status === 'moving' || status === 'done'),
  );
  const dropped: string[] = [];
  const bytesBySender = new Map<string, number>();
  let total = 0;
  for (const [, { sender = '', size }] of kept) {
    bytesBySender.set(sender, (bytesBySender.get(sender) ?? 0) + size);
    total += size;
  }
  while (total > mostBytes) {
    const [largest] = [...bytesBySender].toSorted(([, a], [, b]) => b - a);
    const index = kept.findIndex(([, { sender }]) => sender === largest?.[0]);
    const [oldest] = kept.splice(index, 1);
    if (!oldest || !largest) break;
    dropped.push(oldest[0]);
    bytesBySender.set(largest[0], largest[1] - oldest[1].size);
    total -= oldest[1].size;
  }
  return dropped;
}
