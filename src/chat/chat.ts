import {
  ConnectionState,
  EngineEvent,
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
  let current: { room: Room; whenDataPasses: () => Promise<void> } | undefined;

  async function deliver(message: OwnMessage): Promise<void> {
    log.add([{ ...message, delivery: 'sending' }]);
    try {
      if (!current) throw new Error('not in a room');
      const { room, whenDataPasses } = current;
      await withinMs(
        sendTimeoutMs,
        whenDataPasses().then(() => transmit(room, message)),
      );
      log.setDelivery(message.id, 'sent');
    } catch {
      log.setDelivery(message.id, 'failed');
    }
  }

  return {
    log,
    send(text) {
      const { identity = '', name = '' } = current?.room.localParticipant ?? {};
      const id = crypto.randomUUID();
      const author = { identity, name };
      void deliver({ id, author, text, atMs: Date.now(), origin: 'own', delivery: 'sending' });
    },
    sendAgain: (message) => void deliver({ ...message, atMs: Date.now() }),
    enter(room, onMessage) {
      // The room lets go of it when it is left.
      const { engine } = room;
      let isHere = true;
      let restart: Promise<void> | undefined;
      current = { room, whenDataPasses: () => restart ?? Promise.resolve() };

      const onConnected = () => void catchUp();
      const onReconnected = () => {
        if (!restart) void catchUp();
      };
      const onRestarting = () => {
        if (restart) return;
        restart = endOfRestart(room, engine).finally(() => (restart = undefined));
        restart.then(onRestarted, () => {});
      };
      const onRestarted = () => {
        if (!isHere) return;
        void catchUp();
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
      room.on(RoomEvent.ParticipantConnected, onCame).on(RoomEvent.Reconnected, onReconnected);
      engine.on(EngineEvent.Restarting, onRestarting);
      if (room.state === ConnectionState.Connecting) room.once(RoomEvent.Connected, onConnected);
      else void catchUp();
      return () => {
        isHere = false;
        if (current?.room === room) current = undefined;
        room.unregisterTextStreamHandler(topic);
        room.unregisterRpcMethod(historyMethod);
        room
          .off(RoomEvent.Connected, onConnected)
          .off(RoomEvent.ParticipantConnected, onCame)
          .off(RoomEvent.Reconnected, onReconnected);
        engine.off(EngineEvent.Restarting, onRestarting);
      };
    },
  };
}

/**
 * When data goes out again over a connection that is made anew; rejects when the call is over first.
 *
 * Symptom: what is written within two seconds after the SDK calls itself reconnected never arrives. Cause: it tells so as soon as
 * media passes, and until `Restarted` it keeps data for a resume that does not come (livekit-client 2.23, `waitForRestarted` and
 * `ReliableDataChannel.send`).
 */
function endOfRestart(room: Room, engine: Room['engine']): Promise<void> {
  return new Promise((resolve, reject) => {
    // The SDK sends again right after it has told.
    engine.once(EngineEvent.Restarted, () => setTimeout(resolve));
    room.once(RoomEvent.Disconnected, () => reject(new Error('disconnected')));
  });
}

async function transmit(room: Room, { id, text }: Pick<OwnMessage, 'id' | 'text'>): Promise<void> {
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
