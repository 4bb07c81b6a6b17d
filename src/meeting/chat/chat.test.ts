import { EventEmitter } from 'node:events';
import { ConnectionState, DisconnectReason, EngineEvent, RoomEvent, type Room } from 'livekit-client';
import { expect, test, vi } from 'vitest';
import { createNames } from '../names.ts';
import { createChat } from './chat.ts';
import { messageKey } from './chatLog.ts';
import { createKeptChat } from './keptChat.ts';

/** A fake of LiveKit's Room, with the members that the chat uses. */
class StandInRoom extends EventEmitter {
  state = ConnectionState.Connected;
  engine: EventEmitter | undefined = new EventEmitter();
  sent: string[] = [];
  /**
   * Answers to the chat's history requests, by the identity of the participant who gives them. A participant without an
   * entry fails to answer.
   */
  answers = new Map<string, string>();
  asked: string[] = [];
  remoteParticipants = new Map<
    string,
    { identity: string; name: string; joinedAt: Date; attributes: object }
  >();
  localParticipant = {
    identity: 'me',
    name: 'Me',
    attributes: {},
    sendText: vi.fn((text: string) => {
      this.sent.push(text);
      return Promise.resolve();
    }),
    performRpc: ({ destinationIdentity }: { destinationIdentity: string }) => {
      this.asked.push(destinationIdentity);
      const answer = this.answers.get(destinationIdentity);
      return answer === undefined ? Promise.reject(new Error('no answer')) : Promise.resolve(answer);
    },
  };
  sid = 'RM_1';
  name = 'tea';
  getSid = () => Promise.resolve(this.sid);
  getParticipantByIdentity = (identity: string) => this.remoteParticipants.get(identity);
  hear: (reader: unknown, sender: { identity: string }) => void = () => {};
  tell: (asked: { callerIdentity: string }) => Promise<string> = () => Promise.resolve('');
  registerTextStreamHandler(_topic: string, hear: StandInRoom['hear']): void {
    this.hear = hear;
  }
  unregisterTextStreamHandler(): void {}
  registerRpcMethod(_method: string, tell: StandInRoom['tell']): void {
    this.tell = tell;
  }
  unregisterRpcMethod(): void {}

  /** Makes the chat receive a message of another participant. */
  say(identity: string, text: string): void {
    const info = { id: text };
    const reader = Object.assign(new ReadableStream({ start: (all) => (all.enqueue(text), all.close()) }), {
      info,
    });
    this.hear(reader, { identity });
  }

  /** The texts in the chat history that a newcomer would receive from this page. */
  async told(callerIdentity = 'newcomer'): Promise<string[]> {
    const answer: { messages: { text: string }[] } = JSON.parse(await this.tell({ callerIdentity }));
    return answer.messages.map(({ text }) => text);
  }

  come(identity: string, joinedAtMs: number): void {
    const participant = { identity, name: identity, joinedAt: new Date(joinedAtMs), attributes: {} };
    this.remoteParticipants.set(identity, participant);
    this.emit(RoomEvent.ParticipantConnected, participant);
  }

  go(identity: string): void {
    this.remoteParticipants.delete(identity);
    this.emit(RoomEvent.ParticipantDisconnected);
  }
}

/** A fake of the session storage of one tab. */
function tabStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

/** The chat of a page, in a tab with this session storage. */
function chatOfTab(storage = tabStorage()) {
  return createChat(
    createNames(),
    () => {},
    createKeptChat(() => storage),
  );
}

function enter(room = new StandInRoom(), chat = chatOfTab()) {
  // The cast is safe, because the chat uses only members that the fake has.
  const leave = chat.attach(room as unknown as Room); // oxlint-disable-line typescript/no-unsafe-type-assertion
  const deliveries = () =>
    chat.log.getState().messages.map((message) => (message.origin === 'own' ? message.delivery : ''));
  const texts = () => chat.log.getState().messages.map(({ text }) => text);
  return { chat, room, leave, deliveries, texts };
}

function told(identity: string, id: string): string {
  return JSON.stringify({ messages: [{ id, identity, name: identity, text: id, ageMs: 0 }] });
}

test('a message is shown at once as being sent, and then as sent', async () => {
  const { chat, room, deliveries } = enter();
  chat.send('Hello');
  expect(deliveries()).toEqual(['sending']);
  await vi.waitFor(() => expect(deliveries()).toEqual(['sent']));
  expect(room.sent).toEqual(['Hello']);
});

test('the draft is kept if creating its message fails, and cleared once the message is being sent', async () => {
  const { chat, room, texts } = enter();
  chat.log.setDraft('Hello');
  vi.stubGlobal('crypto', {});
  expect(() => chat.send('Hello')).toThrow('getRandomValues');
  vi.unstubAllGlobals();
  expect(chat.log.getState().draft).toBe('Hello');
  chat.send('Hello');
  expect(chat.log.getState().draft).toBe('');
  expect(texts()).toEqual(['Hello']);
  await vi.waitFor(() => expect(room.sent).toEqual(['Hello']));
});

test('a failed message is kept, and sent again with the same id', async () => {
  const { chat, room, deliveries } = enter();
  room.localParticipant.sendText.mockRejectedValueOnce(new Error('cut'));
  chat.send('Hello');
  await vi.waitFor(() => expect(deliveries()).toEqual(['failed']));
  const [message] = chat.log.getState().messages;
  if (message?.origin === 'own') chat.sendAgain(message);
  await vi.waitFor(() => expect(deliveries()).toEqual(['sent']));
  const [first, second] = room.localParticipant.sendText.mock.calls;
  expect(second).toEqual(first);
});

test('a message sent after leaving fails visibly', async () => {
  const { chat, room, leave, deliveries } = enter();
  // LiveKit's Room drops its engine when it disconnects.
  room.engine = undefined;
  leave();
  chat.send('Hello');
  await vi.waitFor(() => expect(deliveries()).toEqual(['failed']));
});

test('a message sent while the connection restarts waits until data can be sent, not only for Reconnected', async () => {
  const { chat, room, deliveries } = enter();
  room.engine?.emit(EngineEvent.Restarting);
  chat.send('Hello');
  // The first try to restart the connection fails, and the client begins another one.
  room.emit(RoomEvent.Reconnected);
  room.engine?.emit(EngineEvent.Restarting);
  room.emit(RoomEvent.Reconnected);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(room.sent).toEqual([]);
  room.engine?.emit(EngineEvent.Restarted);
  await vi.waitFor(() => expect(deliveries()).toEqual(['sent']));
  expect(room.sent).toEqual(['Hello']);
});

test('a message sent while the connection restarts fails if the call ends', async () => {
  const { chat, room, deliveries } = enter();
  room.engine?.emit(EngineEvent.Restarting);
  chat.send('Hello');
  room.emit(RoomEvent.Disconnected);
  await vi.waitFor(() => expect(deliveries()).toEqual(['failed']));
});

test('after a restart of the connection the last messages are sent again, and the history is requested', async () => {
  const room = new StandInRoom();
  room.come('ben', 1000);
  const { chat, deliveries } = enter(room);
  chat.send('Hello');
  await vi.waitFor(() => expect(deliveries()).toEqual(['sent']));
  room.engine?.emit(EngineEvent.Restarting);
  room.emit(RoomEvent.Reconnected);
  room.engine?.emit(EngineEvent.Restarted);
  await vi.waitFor(() => expect(room.sent).toEqual(['Hello', 'Hello']));
  await vi.waitFor(() => expect(room.asked).toEqual(['ben', 'ben']));
  room.emit(RoomEvent.Reconnected);
  await vi.waitFor(() => expect(room.asked).toEqual(['ben', 'ben', 'ben']));
  expect(room.sent, 'a resumed connection loses no message').toHaveLength(2);
});

test('the history is requested from the longest present participant first, and without an answer from the next', async () => {
  const room = new StandInRoom();
  room.come('late', 3000);
  room.come('first', 1000);
  room.come('second', 2000);
  room.answers.set('second', told('gone', 'Welcome')).set('late', told('gone', 'Too late'));
  const { chat } = enter(room);
  await vi.waitFor(() => expect(chat.log.getState().messages).toHaveLength(1));
  expect(room.asked).toEqual(['first', 'second']);
  expect(chat.log.getState().messages).toMatchObject([{ text: 'Welcome', origin: 'history' }]);
});

test('a newcomer ignores history messages that claim the newcomer as author', async () => {
  const room = new StandInRoom();
  room.come('first', 1000);
  room.answers.set('first', told('me', 'I owe you'));
  const { texts } = enter(room);
  await vi.waitFor(() => expect(room.asked).toEqual(['first']));
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(texts()).toEqual([]);
});

test('a reloaded or duplicated tab has the guest’s own messages and the draft', async () => {
  const storage = tabStorage();
  const before = enter(new StandInRoom(), chatOfTab(storage));
  await vi.waitFor(async () => expect(await before.room.told()).toEqual([]));
  before.chat.send('A question');
  await vi.waitFor(() => expect(before.deliveries()).toEqual(['sent']));
  before.chat.log.setDraft('Half a');

  const after = enter(new StandInRoom(), chatOfTab(storage));
  await vi.waitFor(() => expect(after.texts()).toEqual(['A question']));
  expect(after.deliveries()).toEqual(['sent']);
  expect(after.chat.log.getState().draft).toBe('Half a');
});

test('a reload in a later meeting keeps the draft, but no message of the earlier meeting', async () => {
  const storage = tabStorage();
  const before = enter(new StandInRoom(), chatOfTab(storage));
  await vi.waitFor(async () => expect(await before.room.told()).toEqual([]));
  before.chat.send('A question');
  before.chat.log.setDraft('Half a');
  const room = new StandInRoom();
  room.sid = 'RM_2';
  const after = enter(room, chatOfTab(storage));
  await vi.waitFor(() => expect(after.chat.log.getState().draft).toBe('Half a'));
  expect(after.texts()).toEqual([]);
});

test('the draft is kept if no message id can be made', () => {
  const { chat } = enter();
  chat.log.setDraft('Hello');
  const random = vi.spyOn(crypto, 'getRandomValues').mockImplementation(() => {
    throw new Error('none');
  });
  expect(() => chat.send('Hello')).toThrow('none');
  random.mockRestore();
  expect(chat.log.getState().draft).toBe('Hello');
  chat.send('Hello');
  expect(chat.log.getState().draft).toBe('');
});

test('a newcomer receives the messages of the current conversation', async () => {
  const { chat, room } = enter();
  chat.send('Agenda');
  room.come('ben', 1000);
  room.say('ben', 'Hello');
  await vi.waitFor(async () => expect(await room.told()).toEqual(['Agenda', 'Hello']));
});

test('a newcomer is not told of a file that its sender has cancelled', async () => {
  const { chat, room } = enter();
  room.come('ben', 1000);
  room.say('ben', 'plan.txt');
  room.say('ben', 'Hello');
  await vi.waitFor(async () => expect(await room.told()).toEqual(['plan.txt', 'Hello']));
  const [plan] = chat.log.getState().messages;
  if (plan) chat.withdrawn.add(messageKey(plan));
  expect(await room.told()).toEqual(['Hello']);
});

test('a newcomer who joins a single guest receives no message of the earlier conversation', async () => {
  const { room, texts } = enter();
  room.come('ben', 1000);
  room.say('ben', 'A secret');
  await vi.waitFor(() => expect(texts()).toEqual(['A secret']));
  room.go('ben');
  room.come('chie', 2000);
  expect(await room.told()).toEqual([]);
  room.say('chie', 'Hello');
  await vi.waitFor(async () => expect(await room.told()).toEqual(['Hello']));
});

test('a newcomer who requests the history before LiveKit has announced them counts as a newcomer', async () => {
  const { room, texts } = enter();
  room.come('ben', 1000);
  room.say('ben', 'A secret');
  await vi.waitFor(() => expect(texts()).toEqual(['A secret']));
  room.go('ben');
  expect(await room.told('chie')).toEqual([]);
});

test('a conversation goes on when a participant returns to the one who stayed', async () => {
  const { room, texts } = enter();
  room.come('ben', 1000);
  room.say('ben', 'Hello');
  await vi.waitFor(() => expect(texts()).toEqual(['Hello']));
  room.go('ben');
  room.come('ben', 2000);
  room.come('chie', 3000);
  expect(await room.told()).toEqual(['Hello']);
});

test('messages of one room session are not passed on in the next, and are deleted for a guest who had left', async () => {
  const first = new StandInRoom();
  first.come('ben', 1000);
  const { chat, leave, texts } = enter(first);
  first.say('ben', 'A secret');
  await vi.waitFor(async () => expect(await first.told()).toEqual(['A secret']));

  // The guests lose their connection because LiveKit restarts.
  first.emit(RoomEvent.Disconnected, DisconnectReason.SERVER_SHUTDOWN);
  leave();
  const second = new StandInRoom();
  second.sid = 'RM_2';
  second.come('ben', 1000);
  const again = enter(second, chat);
  await vi.waitFor(async () => expect(await second.told()).toEqual([]));
  expect(texts()).toEqual(['A secret']);

  second.emit(RoomEvent.Disconnected, DisconnectReason.CLIENT_INITIATED);
  again.leave();
  const third = new StandInRoom();
  third.sid = 'RM_3';
  enter(third, chat);
  await vi.waitFor(() => expect(texts()).toEqual([]));
});

test('a flood of messages is cut off after 60, without loss for other authors', async () => {
  const { room, texts } = enter();
  for (let index = 0; index < 200; index += 1) room.say('mallory', String(index));
  room.say('ben', 'Hello');
  await vi.waitFor(() => expect(texts()).toContain('Hello'));
  expect(texts()).toHaveLength(61);
});

test('a received message that is too long is cut between grapheme clusters', async () => {
  const { room, texts } = enter();
  room.say('ben', '👍🏽'.repeat(3000));
  await vi.waitFor(() => expect(texts()).toHaveLength(1));
  expect(texts()[0]).toMatch(/^(👍🏽)+$/u);
  expect(texts()[0]?.length).toBeLessThan(8001);
});
