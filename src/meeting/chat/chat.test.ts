import { EventEmitter } from 'node:events';
import { ConnectionState, DisconnectReason, EngineEvent, RoomEvent, type Room } from 'livekit-client';
import { expect, test, vi } from 'vitest';
import { createChat } from './chat.ts';
import { createKeptChat } from './keptChat.ts';

/** As much of LiveKit's Room as a chat needs. */
class StandInRoom extends EventEmitter {
  state = ConnectionState.Connected;
  engine: EventEmitter | undefined = new EventEmitter();
  sent: string[] = [];
  /** What each participant answers when asked for the history, by identity. Without an entry the question fails. */
  answers = new Map<string, string>();
  asked: string[] = [];
  remoteParticipants = new Map<string, { identity: string; name: string; joinedAt: Date }>();
  localParticipant = {
    identity: 'me',
    name: 'Me',
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

  /** A message of somebody else. */
  say(identity: string, text: string): void {
    const info = { id: text };
    const reader = Object.assign(new ReadableStream({ start: (all) => (all.enqueue(text), all.close()) }), {
      info,
    });
    this.hear(reader, { identity });
  }

  /** The texts that a newcomer would be told. */
  async told(callerIdentity = 'newcomer'): Promise<string[]> {
    const answer: { messages: { text: string }[] } = JSON.parse(await this.tell({ callerIdentity }));
    return answer.messages.map(({ text }) => text);
  }

  come(identity: string, joinedAtMs: number): void {
    const participant = { identity, name: identity, joinedAt: new Date(joinedAtMs) };
    this.remoteParticipants.set(identity, participant);
    this.emit(RoomEvent.ParticipantConnected, participant);
  }

  go(identity: string): void {
    this.remoteParticipants.delete(identity);
    this.emit(RoomEvent.ParticipantDisconnected);
  }
}

/** The storage of one tab. */
function tabStorage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

/** The chat of a page in the tab with this storage. */
function chatOfTab(storage = tabStorage()) {
  return createChat(
    () => {},
    createKeptChat(() => storage),
  );
}

function enter(room = new StandInRoom(), chat = chatOfTab()) {
  // The chat uses no more of it than the stand-in has.
  const leave = chat.attach(room as unknown as Room); // oxlint-disable-line typescript/no-unsafe-type-assertion
  const deliveries = () =>
    chat.log.getState().messages.map((message) => (message.origin === 'own' ? message.delivery : ''));
  const texts = () => chat.log.getState().messages.map(({ text }) => text);
  return { chat, room, leave, deliveries, texts };
}

function told(identity: string, id: string): string {
  return JSON.stringify({ messages: [{ id, identity, name: identity, text: id, ageMs: 0 }] });
}

test('a message shows at once, and then as sent', async () => {
  const { chat, room, deliveries } = enter();
  chat.send('Hello');
  expect(deliveries()).toEqual(['sending']);
  await vi.waitFor(() => expect(deliveries()).toEqual(['sent']));
  expect(room.sent).toEqual(['Hello']);
});

test('the draft is kept when its message can not be made, and goes when the message is on its way', async () => {
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

test('a message that fails is kept, and sent again under the same id', async () => {
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

test('after leaving, a message fails instead of vanishing', async () => {
  const { chat, room, leave, deliveries } = enter();
  // As LiveKit's Room does it when it is left.
  room.engine = undefined;
  leave();
  chat.send('Hello');
  await vi.waitFor(() => expect(deliveries()).toEqual(['failed']));
});

test('a message written while the connection is made anew waits for its end, not for the SDK’s first word of it', async () => {
  const { chat, room, deliveries } = enter();
  room.engine?.emit(EngineEvent.Restarting);
  chat.send('Hello');
  // A try that fails, and the next one.
  room.emit(RoomEvent.Reconnected);
  room.engine?.emit(EngineEvent.Restarting);
  room.emit(RoomEvent.Reconnected);
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(room.sent).toEqual([]);
  room.engine?.emit(EngineEvent.Restarted);
  await vi.waitFor(() => expect(deliveries()).toEqual(['sent']));
  expect(room.sent).toEqual(['Hello']);
});

test('a message written while the connection is made anew fails when the call ends instead', async () => {
  const { chat, room, deliveries } = enter();
  room.engine?.emit(EngineEvent.Restarting);
  chat.send('Hello');
  room.emit(RoomEvent.Disconnected);
  await vi.waitFor(() => expect(deliveries()).toEqual(['failed']));
});

test('what was sent just before the connection was lost is sent once more, and others are asked what they wrote', async () => {
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
  expect(room.sent, 'a lost signal alone loses no message').toHaveLength(2);
});

test('who has been here longest is asked first, and the next one where there is no answer', async () => {
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

test('a guest who is new in a meeting is told nothing that the guest is said to have written', async () => {
  const room = new StandInRoom();
  room.come('first', 1000);
  room.answers.set('first', told('me', 'I owe you'));
  const { texts } = enter(room);
  await vi.waitFor(() => expect(room.asked).toEqual(['first']));
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(texts()).toEqual([]);
});

test('after a reload one’s own messages and the draft are there, and in a copy of the tab as well', async () => {
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

test('a reload in a later meeting finds the draft, and no message of the earlier one', async () => {
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

test('a message whose sending can not begin keeps the draft', () => {
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

test('a newcomer is told what was written since somebody else was there', async () => {
  const { chat, room } = enter();
  chat.send('Agenda');
  room.come('ben', 1000);
  room.say('ben', 'Hello');
  await vi.waitFor(async () => expect(await room.told()).toEqual(['Agenda', 'Hello']));
});

test('a newcomer who finds somebody alone is told nothing of the meeting before', async () => {
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

test('a newcomer who asks before LiveKit has announced them is a newcomer all the same', async () => {
  const { room, texts } = enter();
  room.come('ben', 1000);
  room.say('ben', 'A secret');
  await vi.waitFor(() => expect(texts()).toEqual(['A secret']));
  room.go('ben');
  expect(await room.told('chie')).toEqual([]);
});

test('a meeting goes on when one of its guests comes back to the one who stayed', async () => {
  const { room, texts } = enter();
  room.come('ben', 1000);
  room.say('ben', 'Hello');
  await vi.waitFor(() => expect(texts()).toEqual(['Hello']));
  room.go('ben');
  room.come('ben', 2000);
  room.come('chie', 3000);
  expect(await room.told()).toEqual(['Hello']);
});

test('messages of one room session are told to nobody in the next, and are gone for a guest who had left', async () => {
  const first = new StandInRoom();
  first.come('ben', 1000);
  const { chat, leave, texts } = enter(first);
  first.say('ben', 'A secret');
  await vi.waitFor(async () => expect(await first.told()).toEqual(['A secret']));

  // LiveKit was started anew.
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

test('a guest who floods the chat is heard for a while, and the others all the time', async () => {
  const { room, texts } = enter();
  for (let index = 0; index < 200; index += 1) room.say('mallory', String(index));
  room.say('ben', 'Hello');
  await vi.waitFor(() => expect(texts()).toContain('Hello'));
  expect(texts()).toHaveLength(61);
});

test('a long message is cut between characters', async () => {
  const { room, texts } = enter();
  room.say('ben', '👍🏽'.repeat(3000));
  await vi.waitFor(() => expect(texts()).toHaveLength(1));
  expect(texts()[0]).toMatch(/^(👍🏽)+$/u);
  expect(texts()[0]?.length).toBeLessThan(8001);
});
