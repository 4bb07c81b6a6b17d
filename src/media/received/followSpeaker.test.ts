import { EventEmitter } from 'node:events';
import { RoomEvent, type Room } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followSpeaker } from './followSpeaker.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A fake of LiveKit's Room, with the members that followSpeaker uses. */
class StandInRoom extends EventEmitter {
  activeSpeakers = [];
  remoteParticipants = new Map<string, { identity: string; lastSpokeAt?: Date }>();
}

function follow(room = new StandInRoom()) {
  const shown: string[] = [];
  // The cast is safe, because followSpeaker uses only members that the fake has.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const stop = followSpeaker(room as unknown as Room, (identity) => shown.push(identity));
  /** Sets the active speakers, and advances the clock. */
  const speak = (identities: readonly string[], ms: number) => {
    const speakers = identities.map((identity) => ({ identity, isLocal: identity === 'me' }));
    room.emit(RoomEvent.ActiveSpeakersChanged, speakers);
    vi.advanceTimersByTime(ms);
  };
  return { shown, stop, speak };
}

test('short utterances of others do not change the followed speaker', () => {
  const { speak, shown } = follow();
  speak(['ann'], 5000);
  for (let times = 0; times < 10; times += 1) {
    speak(['ben'], 300);
    speak(['ann'], 300);
    speak([], 200);
    speak(['ben'], 300);
    speak(['ann', 'ben'], 1000);
  }
  expect(shown).toEqual(['ann']);
});

test('the first speaker is followed at once, the next one after a pause of the first', () => {
  const { speak, shown } = follow();
  speak(['ann'], 5000);
  speak([], 100);
  speak(['ben'], 800);
  expect(shown).toEqual(['ann']);
  speak(['ben'], 200);
  expect(shown).toEqual(['ann', 'ben']);
});

test('in a quick exchange each speaker is followed for some time', () => {
  const { speak, shown } = follow();
  for (let times = 0; times < 10; times += 1) {
    speak(['ann'], 1300);
    speak(['ben'], 1300);
  }
  // The conversation takes 26 s, and the followed speaker changes at most every 2.5 s, so there are at most ten
  // changes.
  expect(shown.length).toBeLessThanOrEqual(10);
  expect(shown).toContain('ben');
});

test('the guest is never followed, and nobody is after stopping', () => {
  const { speak, stop, shown } = follow();
  speak(['me'], 3000);
  speak(['me', 'ann'], 3000);
  expect(shown).toEqual(['ann']);
  speak(['ben'], 100);
  stop();
  speak(['ben'], 5000);
  expect(shown).toEqual(['ann']);
});

test('a participant who spoke before is followed until somebody speaks', () => {
  const spoke = [
    { identity: 'eve' },
    { identity: 'ann', lastSpokeAt: new Date(1000) },
    { identity: 'ben', lastSpokeAt: new Date(3000) },
    { identity: 'joe', lastSpokeAt: new Date(2000) },
  ];
  const room = new StandInRoom();
  for (const one of spoke) room.remoteParticipants.set(one.identity, one);
  const { speak, shown } = follow(room);
  expect(shown).toEqual(['ben']);
  speak(['joe'], 0);
  expect(shown).toEqual(['ben', 'joe']);
});
