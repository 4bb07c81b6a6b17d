import {
  ConnectionState,
  RoomEvent,
  type Participant,
  type Room,
  type TextStreamReader,
} from 'livekit-client';
import { createChatLog, maxTextLength, type ChatLog, type OwnMessage } from './chatLog.ts';
import { maxIdLength, readHistory, writeHistory } from './history.ts';
import { withinMs } from './withinMs.ts';

/** LiveKit's own components speak and understand this topic, too. */
const topic = 'lk.chat';
/** The id that stays the same when a message is sent again; LiveKit's own is new each time. */
const idAttribute = 'first-room.id';
const historyMethod = 'first-room.history';

/** As long as the SDK tries to reconnect, the guest has better things to see than a failed message. */
const sendTimeoutMs = 20_000;
/** After this a dead connection is known as dead: what was sent before it was lost may not have arrived. */
const doubtMs = 30_000;
/** Each may take 8 s to be given up. */
const maxAsked = 4;

export interface Chat {
  log: ChatLog;
  send: (text: string) => void;
  sendAgain: (message: OwnMessage) => void;
  /**
   * Speaks and listens in this room until the returned function is called.
   *
   * @param onMessage somebody has written just now
   */
  enter: (room: Room, onMessage: (author: string) => void) => () => void;
}

export function createChat(): Chat {
  const log = createChatLog();
  let current: Room | undefined;

  async function deliver(message: OwnMessage): Promise<void> {
    log.add([{ ...message, delivery: 'sending' }]);
    try {
      if (!current) throw new Error('not in a room');
      await withinMs(sendTimeoutMs, transmit(current, message));
      log.setDelivery(message.id, 'sent');
    } catch {
      log.setDelivery(message.id, 'failed');
    }
  }

  return {
    log,
    send(text) {
      const { identity = '', name = '' } = current?.localParticipant ?? {};
      const id = crypto.randomUUID();
      const author = { identity, name };
      void deliver({ id, author, text, atMs: Date.now(), origin: 'own', delivery: 'sending' });
    },
    sendAgain: (message) => void deliver({ ...message, atMs: Date.now() }),
    enter(room, onMessage) {
      current = room;
      let isHere = true;
      let wasCut = false;

      const onConnected = () => void catchUp();
      const onCut = () => (wasCut = true);
      const onReconnected = () => {
        void catchUp();
        if (!wasCut) return;
        wasCut = false;
        // What the old connection still held is lost without a word. Who has it drops it by its id.
        for (const message of log.getState().messages) {
          const isInDoubt = message.origin === 'own' && message.delivery === 'sent';
          if (isInDoubt && Date.now() - message.atMs < doubtMs) void transmit(room, message).catch(() => {});
        }
      };

      /** Asks those who have been here longest, until one has something to tell. */
      async function catchUp(): Promise<void> {
        for (const { identity, name = '' } of byStay(room).slice(0, maxAsked)) {
          const answer = await room.localParticipant
            .performRpc({ destinationIdentity: identity, method: historyMethod, payload: '' })
            .catch(() => '');
          if (!isHere) return;
          const told = readHistory(answer, name, Date.now());
          // Nobody else knows better what I wrote.
          log.add(told.filter(({ author }) => author.identity !== room.localParticipant.identity));
          if (told.length > 0) return;
        }
      }

      async function receive(reader: TextStreamReader, identity: string): Promise<void> {
        const author = { identity, name: room.getParticipantByIdentity(identity)?.name ?? '' };
        const text = await readText(reader);
        if (text.trim() === '') return;
        const id = (reader.info.attributes?.[idAttribute] ?? reader.info.id).slice(0, maxIdLength);
        log.add([{ id, author, text, atMs: Date.now(), origin: 'live' }]);
        onMessage(author.name);
      }

      room.registerTextStreamHandler(topic, (reader, { identity }) => void receive(reader, identity));
      room.registerRpcMethod(historyMethod, () =>
        Promise.resolve(writeHistory(log.getState().messages, Date.now())),
      );
      const onCame = ({ identity, name = '' }: Participant) => log.nameAuthor({ identity, name });
      room
        .on(RoomEvent.ParticipantConnected, onCame)
        .on(RoomEvent.Reconnecting, onCut)
        .on(RoomEvent.Reconnected, onReconnected);
      if (room.state === ConnectionState.Connecting) room.once(RoomEvent.Connected, onConnected);
      else void catchUp();
      return () => {
        isHere = false;
        if (current === room) current = undefined;
        room.unregisterTextStreamHandler(topic);
        room.unregisterRpcMethod(historyMethod);
        room
          .off(RoomEvent.Connected, onConnected)
          .off(RoomEvent.ParticipantConnected, onCame)
          .off(RoomEvent.Reconnecting, onCut)
          .off(RoomEvent.Reconnected, onReconnected);
      };
    },
  };
}

/** Waits out a reconnect: what is handed to the SDK meanwhile is lost if it has to start anew. */
async function transmit(room: Room, { id, text }: Pick<OwnMessage, 'id' | 'text'>): Promise<void> {
  if (room.state === ConnectionState.Reconnecting) {
    await new Promise<void>((resolve, reject) => {
      room.once(RoomEvent.Reconnected, () => resolve());
      room.once(RoomEvent.Disconnected, () => reject(new Error('disconnected')));
    });
  }
  if (room.state === ConnectionState.Disconnected) throw new Error('disconnected');
  await room.localParticipant.sendText(text, { topic, attributes: { [idAttribute]: id } });
}

/** As much of it as a message may have; nothing of a text whose sender went away in the middle. */
async function readText(reader: TextStreamReader): Promise<string> {
  let text = '';
  try {
    for await (const chunk of reader) {
      text += chunk;
      if (text.length > maxTextLength) break;
    }
  } catch {
    return '';
  }
  return text.slice(0, maxTextLength);
}

function byStay(room: Room) {
  return [...room.remoteParticipants.values()].toSorted(
    (a, b) => (a.joinedAt?.getTime() ?? 0) - (b.joinedAt?.getTime() ?? 0),
  );
}
