import type { DataPacket } from '@livekit/protocol';
import type { Room } from 'livekit-client';

/** Largest file that guests send each other in the chat, in bytes. LiveKit sends it to everybody in the room, also over mobile networks. */
export const maxFileBytes = 10_000_000;

/**
 * Largest text that a guest's tab accepts, in bytes. Larger than the longest chat history
 * (src/meeting/chat/history.ts), the largest text of this app.
 */
export const maxStreamBytes = 2_000_000;

/**
 * Longest time that a text stream may be open, and that may pass between two packets of a file. A stream that exceeds
 * it is assumed never to end.
 */
const maxStreamMs = 60_000;

/**
 * Highest number of open streams of one sender. The app's own messages end within a second, so an honest sender never
 * has as many.
 */
const maxOpenStreams = 20;

interface OpenStream {
  sender: string;
  /** Files have a larger limit of their own than other byte streams. */
  isFile: boolean;
  bytes: number;
  timer: ReturnType<typeof setTimeout>;
}

type Controllers = Map<string, { controller: { error: (error: Error) => void } }>;

/** The members of livekit-client's IncomingDataStreamManager that this patch uses. */
export interface StreamManager {
  isConnected: boolean;
  textStreamControllers: Controllers;
  byteStreamControllers: Controllers;
  bufferedPackets: readonly unknown[];
  setConnected: (isConnected: boolean) => void;
  handleDataStreamPacket: (packet: DataPacket, encryption: number) => void;
}

export function streamManagerOf(room: Room): StreamManager {
  return room['incomingDataStreamManager'];
}

/**
 * Limits the memory that other participants can fill with text streams, byte streams and RPC payloads: bytes, duration and number of each sender's
 * open streams. A stream beyond a limit fails for its reader, and the rest of it is discarded. Packets of a stream are accepted only from the
 * participant who opened it.
 *
 * Symptom: one guest can fill the memory of every other guest's tab.
 * Cause: the client queues streams that nobody reads, reads RPC payloads whole on two topics of its own, and buffers all packets while it reconnects.
 * Its option `dataStream.maxPayloadByteLength` applies to compressed streams only.
 * Source: livekit-client 2.23.0, src/room/data-stream/incoming/IncomingDataStreamManager.ts `setConnected`, `flushBufferedPackets`, `handleDataStreamPacket`, `handleStreamHeader`, `handleStreamChunk`, `handleStreamTrailer`.
 * Remove when: the option applies to all of these.
 */
export function limitStreams(room: Room): void {
  const manager = streamManagerOf(room);
  const handle = manager.handleDataStreamPacket.bind(manager);
  const open = new Map<string, OpenStream>();
  /** Total size of the packets that the client buffers while it reconnects. */
  let heldBytes = 0;

  function close(streamId: string): void {
    clearTimeout(open.get(streamId)?.timer);
    open.delete(streamId);
  }

  function fail(streamId: string): void {
    close(streamId);
    for (const controllers of [manager.textStreamControllers, manager.byteStreamControllers]) {
      controllers.get(streamId)?.controller.error(new Error('The stream is too long.'));
      controllers.delete(streamId);
    }
  }

  function startTimer(streamId: string): OpenStream['timer'] {
    return setTimeout(() => fail(streamId), maxStreamMs);
  }

  function ofSender(sender: string): OpenStream[] {
    return [...open.values()].filter((stream) => stream.sender === sender);
  }

  manager.handleDataStreamPacket = (packet, encryption) => {
    const { participantIdentity: sender, value } = packet;
    if (!manager.isConnected) {
      heldBytes += packet.toBinary().length;
      // After reconnecting, the client passes each buffered packet to this function again, so a packet must not be
      // counted twice.
      if (heldBytes <= maxStreamBytes) handle(packet, encryption);
      return;
    }
    heldBytes = 0;
    if (value.case === 'streamHeader') {
      const { streamId, inlineContent, contentHeader } = value.value;
      if (open.has(streamId)) return;
      if (!inlineContent) {
        if (ofSender(sender).length >= maxOpenStreams) return;
        const isFile = contentHeader.case === 'byteHeader';
        open.set(streamId, { sender, isFile, bytes: 0, timer: startTimer(streamId) });
      }
    } else if (value.case === 'streamChunk' || value.case === 'streamTrailer') {
      const { streamId } = value.value;
      const stream = open.get(streamId);
      if (!stream || stream.sender !== sender) return;
      if (value.case === 'streamTrailer') close(streamId);
      else {
        const { isFile } = stream;
        if (isFile) {
          clearTimeout(stream.timer);
          stream.timer = startTimer(streamId);
        }
        stream.bytes += value.value.content.length;
        const alike = ofSender(sender).filter((each) => each.isFile === isFile);
        const bytes = alike.reduce((sum, each) => sum + each.bytes, 0);
        if (bytes > (isFile ? maxFileBytes : maxStreamBytes)) return fail(streamId);
      }
    }
    handle(packet, encryption);
  };
}
