import { EventEmitter } from 'node:events';
import { ConnectionState, EngineEvent, RoomEvent, type Room } from 'livekit-client';
import { expect, test, vi } from 'vitest';
import { createChat } from './chat.ts';

/** As much of LiveKit's Room as a chat needs. */
class StandInRoom extends EventEmitter {
  state = ConnectionState.Connected;
  engine: EventEmitter | undefined = new EventEmitter();
  sent: string[] = [];
  /** What each answers who is asked for the history; nothing is a failure. */
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
  registerTextStreamHandler(): void {}
  unregisterTextStreamHandler(): void {}
  registerRpcMethod(): void {}
  unregisterRpcMethod(): void {}

  come(identity: string, joinedAtMs: number): void {
    this.remoteParticipants.set(identity, { identity, name: identity, joinedAt: new Date(joinedAtMs) });
  }
}

function enter(room = new StandInRoom()) {
  const chat = createChat();
  // The chat uses no more of it than the stand-in has.
  const leave = chat.enter(room as unknown as Room, () => {}); // oxlint-disable-line typescript/no-unsafe-type-assertion
  const deliveries = () =>
    chat.log.getState().messages.map((message) => (message.origin === 'own' ? message.delivery : ''));
  return { chat, room, leave, deliveries };
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
  expect(room.asked).toEqual(['ben', 'ben']);
  room.emit(RoomEvent.Reconnected);
  expect(room.asked).toEqual(['ben', 'ben', 'ben']);
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

test('nobody puts words into one’s own mouth', async () => {
  const room = new StandInRoom();
  room.come('first', 1000);
  room.answers.set('first', told('me', 'I owe you'));
  const { chat } = enter(room);
  await vi.waitFor(() => expect(room.asked).toEqual(['first']));
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(chat.log.getState().messages).toEqual([]);
});
