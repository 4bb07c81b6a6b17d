import {
  ConnectionState,
  DisconnectReason,
  RoomEvent,
  type Participant,
  type Room,
  type RoomEventCallbacks,
  type TextStreamReader,
} from 'livekit-client';
import { arrivedAtMs } from '../arrivedAtMs.ts';
import { cutText } from '../../../common/graphemes.ts';
import { randomHex } from '../../access/randomHex.ts';
import { followRestarts } from '../../session/livekit/engine.ts';
import { untilLoaded } from '../../untilLoaded.ts';
import { listen } from '../listen.ts';
import type { Names } from '../names.ts';
import { createBudget } from './budget.ts';
import {
  createChatLog,
  maxIdLength,
  maxTextLength,
  messageKey,
  type ChatLog,
  type ChatMessage,
  type OwnMessage,
} from './chatLog.ts';
import { createKeptChat } from './keptChat.ts';
import { createConversation } from './conversation.ts';
import { withinMs } from './withinMs.ts';

/** The topic that LiveKit's own components use for chat messages as well. */
const topic = 'lk.chat';
/**
 * Attribute for an id that stays the same when a message is sent again, because LiveKit's stream id is new each time.
 */
export const idAttribute = 'first-room.id';
const historyMethod = 'first-room.history';

/** How long a message may wait to be sent. Longer than most reconnects, so that they do not make messages fail. */
const sendTimeoutMs = 20_000;
/**
 * LiveKit's client notices within this time that a connection is dead. So messages sent this long before a loss may not
 * have arrived.
 */
export const doubtMs = 30_000;
/** The chat history is loaded separately, so that its code does not delay audio and video. */
const loadHistory = () => untilLoaded(() => import('./history.ts'));

/**
 * Number of participants whom a newcomer asks for the history, one after another. Each request may take 8 s to time
 * out.
 */
const maxAsked = 4;

/** Number of messages of one author that are accepted within `budgetMs`. People do not write so fast. */
const maxReceived = 60;
/** Number of history requests of one participant that are answered within `budgetMs`. */
const maxAnswered = 10;
const budgetMs = 30_000;

/**
 * How much of a received text is read, in UTF-16 code units; no message of `maxTextLength` characters is longer. The
 * rest is discarded.
 */
const maxReadLength = 10 * maxTextLength;

export interface Chat {
  log: ChatLog;
  /**
   * Adds the message to the chat log, sends it, and clears the draft. A failed message stays in the log and can be sent
   * again.
   */
  send: (text: string) => void;
  sendAgain: (message: OwnMessage) => void;
  /**
   * Stores the guest's own messages, so that they survive a reload. Called when one of them has changed in the chat
   * log.
   */
  keepOwn: () => void;
  /** Keys of files that their senders have cancelled (`messageKey`). Newcomers are not told of them. */
  withdrawn: Set<string>;
  /**
   * Makes the chat send to this room and receive from it.
   *
   * @returns detaches the chat from the room; the log is kept
   */
  attach: (room: Room) => () => void;
}

/**
 * Creates the chat of a page. It outlives a lost connection.
 *
 * @param onMessage called with the name of the author and the text of each received message
 */
export function createChat(
  names: Names,
  onMessage: (author: string, text: string) => void,
  kept = createKeptChat(),
): Chat {
  const log = createChatLog();
  const conversation = createConversation();
  const withdrawn = new Set<string>();
  let current: { room: Room; whenDataPasses: () => Promise<void> } | undefined;

  let keptDraft = '';
  log.subscribe(() => {
    const { draft } = log.getState();
    if (!current || draft === keptDraft) return;
    keptDraft = draft;
    kept.keepDraft(current.room.name, draft);
  });

  function keepOwn(): void {
    const { sid, firstOrder } = conversation.getState();
    if (sid) kept.keepMessages(sid, log.getState().messages.filter(isOwn).filter(isSince(firstOrder)));
  }

  async function deliver(message: OwnMessage): Promise<void> {
    log.add([{ ...message, delivery: 'sending' }]);
    keepOwn();
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
    keepOwn();
  }

  function now() {
    return { atMs: Date.now(), order: log.nextOrder() };
  }

  /** Restores the guest's own messages of this room session after a reload, or in a duplicated tab. */
  function restoreOwn(sid: string, beforeOrder: number): void {
    const known = kept.readMessages(sid);
    log.add(
      (known ?? []).map(({ id, author, text, file, atMs, delivery }) => ({
        id,
        author,
        text,
        file,
        atMs,
        order: Math.min(atMs, beforeOrder),
        origin: 'own',
        // A message that was being sent before the reload is shown as failed, because nothing tells whether it arrived.
        delivery: delivery === 'sending' ? 'failed' : delivery,
      })),
    );
    if (known) conversation.wasHere();
  }

  return {
    log,
    send(text) {
      const { identity = '', name = '' } = current?.room.localParticipant ?? {};
      const author = { identity, name };
      void deliver({ id: randomHex(), author, text, ...now(), origin: 'own', delivery: 'sending' });
      log.setDraft('');
    },
    sendAgain: (message) => void deliver({ ...message, ...now() }),
    keepOwn,
    withdrawn,
    attach(room) {
      let isHere = true;
      let restart: Promise<void> | undefined;
      const mayBeReceived = createBudget(maxReceived, budgetMs);
      const mayBeAnswered = createBudget(maxAnswered, budgetMs);
      let begun = Promise.resolve();
      current = { room, whenDataPasses: () => restart ?? Promise.resolve() };

      const begin = () => {
        const { order } = now();
        begun = room.getSid().then(
          (sid) => {
            if (!isHere || !sid) return;
            const isNew = conversation.enter(sid, present(room), order);
            if (isNew === 'after leaving') log.forgetBefore(order);
            if (isNew) restoreOwn(sid, order);
            keepOwn();
            if (log.getState().draft === '') log.setDraft(kept.readDraft(room.name));
            void catchUp().catch(() => {});
          },
          () => {},
        );
      };
      const onLost = () => conversation.lose(log.nextOrder());
      const onReconnected = () => {
        if (!restart) void catchUp().catch(() => {});
      };
      const onRestarting = (untilDataPasses: () => Promise<void>) => {
        onLost();
        if (restart) return;
        restart = untilDataPasses().finally(() => (restart = undefined));
        restart.then(onRestarted, () => {});
      };
      const onRestarted = () => {
        if (!isHere) return;
        begin();
        // Sends the messages of the last seconds again, because the client drops silently what it had queued in the old
        // connection. Receivers that have a message already recognise its id.
        for (const message of log.getState().messages) {
          const isInDoubt = message.origin === 'own' && message.delivery === 'sent' && !message.file;
          if (isInDoubt && Date.now() - message.atMs < doubtMs) void transmit(room, message).catch(() => {});
        }
      };

      /**
       * Requests the chat history from the participants in order of joining, until one of them answers with messages.
       */
      async function catchUp(): Promise<void> {
        const absence = conversation.endAbsence(log.nextOrder());
        const { readHistory } = await loadHistory();
        for (const { identity } of byStay(room).slice(0, maxAsked)) {
          const askedMs = Date.now();
          const answer = await room.localParticipant
            .performRpc({ destinationIdentity: identity, method: historyMethod, payload: '' })
            .catch(() => '');
          if (!isHere) return;
          const told = readHistory(
            answer,
            { identity, name: names.textIn(room, identity) },
            absence,
            askedMs,
          );
          if (!told) continue;
          log.add(told.filter(({ author }) => mayHaveWritten(author.identity)));
          return;
        }
      }

      /**
       * Whether a message in a chat history from another participant may be by the author that the history names. A
       * message by this guest is believed only if this tab was in the session before, so that it may have lost its
       * own messages.
       */
      function mayHaveWritten(identity: string): boolean {
        return identity !== room.localParticipant.identity || conversation.getState().wasHere;
      }

      async function receive(reader: TextStreamReader, identity: string): Promise<void> {
        const author = { identity, name: names.textIn(room, identity) };
        const text = await readText(reader);
        if (text.trim() === '' || !mayBeReceived(identity)) return;
        const id = (reader.info.attributes?.[idAttribute] ?? reader.info.id).slice(0, maxIdLength);
        log.add([{ id, author, text, ...now(), origin: 'live' }]);
        onMessage(author.name, text);
      }

      room.registerTextStreamHandler(topic, (reader, { identity }) => void receive(reader, identity));
      room.registerRpcMethod(historyMethod, async ({ callerIdentity }) => {
        await begun;
        const { writeHistory } = await loadHistory();
        // The participant who requests the history counts as present, because LiveKit announces a participant without
        // tracks up to two seconds after the participant's first data packets (livekit-server 1.13.5).
        conversation.meet([...present(room), callerIdentity]);
        if (!mayBeAnswered(callerIdentity)) return '';
        const messages = log.getState().messages.filter((message) => !withdrawn.has(messageKey(message)));
        return writeHistory(messages.filter(isSince(conversation.getState().firstOrder)), log.nextOrder());
      });
      const onCame = ({ identity }: Participant) => {
        log.nameAuthor({ identity, name: names.textIn(room, identity) });
        conversation.meet(present(room));
      };
      const onLeft = () => conversation.part(present(room), log.nextOrder());
      const onDisconnected = (reason?: DisconnectReason) => {
        onLost();
        if (reason === DisconnectReason.CLIENT_INITIATED) conversation.leave();
      };
      const stop = listen<RoomEventCallbacks>(room, {
        [RoomEvent.ParticipantConnected]: onCame,
        [RoomEvent.ParticipantDisconnected]: onLeft,
        [RoomEvent.SignalReconnecting]: onLost,
        [RoomEvent.Reconnected]: onReconnected,
        [RoomEvent.Disconnected]: onDisconnected,
      });
      const stopFollowing = followRestarts(room, onRestarting);
      if (room.state === ConnectionState.Connecting) room.once(RoomEvent.Connected, begin);
      else if (room.state !== ConnectionState.Disconnected) begin();
      return () => {
        isHere = false;
        onLost();
        if (current?.room === room) current = undefined;
        room.unregisterTextStreamHandler(topic);
        room.unregisterRpcMethod(historyMethod);
        room.off(RoomEvent.Connected, begin);
        stop();
        stopFollowing();
      };
    },
  };
}

function isOwn(message: ChatMessage): message is OwnMessage {
  return message.origin === 'own';
}

function isSince(first: number): (message: ChatMessage) => boolean {
  return ({ order }) => order >= first;
}

function present(room: Room): string[] {
  return [...room.remoteParticipants.keys()];
}

async function transmit(room: Room, { id, text }: Pick<OwnMessage, 'id' | 'text'>): Promise<void> {
  if (room.state === ConnectionState.Disconnected) throw new Error('disconnected');
  await room.localParticipant.sendText(text, { topic, attributes: { [idAttribute]: id } });
}

/**
 * Reads a message, cut to `maxTextLength`. Returns an empty string if the stream fails, because its sender has left or
 * never ends it.
 */
async function readText(reader: TextStreamReader): Promise<string> {
  let text = '';
  try {
    for await (const chunk of reader) if (text.length < maxReadLength) text += chunk;
  } catch {
    return '';
  }
  return cutText(text, maxTextLength);
}

function byStay(room: Room) {
  return [...room.remoteParticipants.values()].toSorted((a, b) => arrivedAtMs(a) - arrivedAtMs(b));
}
