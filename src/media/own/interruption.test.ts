import { EventEmitter } from 'node:events';
import { ParticipantEvent, RoomEvent, Track, type Room } from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followInterruptions } from './interruption.ts';
import { pausedAttribute } from './paused.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/**
 * Follows a fake room in which the guest's camera is published. `take` and `giveBack` do to the camera what the
 * operating system does.
 */
function follow({ restarts = true } = {}) {
  const mediaStreamTrack = Object.assign(new EventTarget(), { muted: false, readyState: 'live' });
  const visibilityState: DocumentVisibilityState = 'visible';
  const page = Object.assign(new EventTarget(), { visibilityState });
  const giveBack = () => {
    mediaStreamTrack.muted = false;
    mediaStreamTrack.dispatchEvent(new Event('unmute'));
  };
  const track = Object.assign(new EventEmitter(), {
    mediaStreamTrack,
    isMuted: false,
    restartTrack: vi.fn(async () => restarts && giveBack()),
  });
  const camera = { track, videoTrack: track };
  const attributes: Record<string, string> = {};
  const localParticipant = Object.assign(new EventEmitter(), {
    attributes,
    getTrackPublication: (source: Track.Source) => (source === Track.Source.Camera ? camera : undefined),
    setAttributes: vi.fn(async (set: Record<string, string>) => {
      localParticipant.attributes = set;
    }),
  });
  const room = Object.assign(new EventEmitter(), { localParticipant });
  const told: string[] = [];
  const stop = followInterruptions(
    // The cast is safe, because followInterruptions uses only members that the fake has.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    room as unknown as Room,
    {
      document: page,
      onPaused: (paused) => told.push(`paused: ${String(paused)}`),
      onStuck: (paused) => told.push(`stuck: ${paused}`),
    },
  );
  const take = () => {
    mediaStreamTrack.muted = true;
    mediaStreamTrack.dispatchEvent(new Event('mute'));
  };
  const announced = () => localParticipant.attributes[pausedAttribute];
  return { room, localParticipant, track, told, stop, take, giveBack, announced };
}

test('the others are told of an interrupted camera, and of its return', async () => {
  const { told, take, giveBack, announced } = follow();
  take();
  await vi.advanceTimersByTimeAsync(1000);
  expect(announced()).toBe('camera');
  giveBack();
  await vi.advanceTimersByTimeAsync(1000);
  expect(announced()).toBe('');
  expect(told).toEqual(['paused: camera', 'paused: undefined']);
});

test('a camera that is away for a moment is not mentioned', async () => {
  const { told, take, giveBack } = follow();
  take();
  await vi.advanceTimersByTimeAsync(300);
  giveBack();
  await vi.advanceTimersByTimeAsync(5000);
  expect(told).toEqual([]);
});

test('after a reconnect, in which the server forgets it, the others are told of the interruption again', async () => {
  const { room, localParticipant, take, announced } = follow({ restarts: false });
  take();
  await vi.advanceTimersByTimeAsync(1000);
  localParticipant.attributes = {};
  room.emit(RoomEvent.Reconnected);
  expect(announced()).toBe('camera');
  localParticipant.setAttributes.mockClear();
  room.emit(RoomEvent.Reconnected);
  expect(localParticipant.setAttributes).not.toHaveBeenCalled();
});

test('a camera that does not return while the page is visible is restarted once; if that fails, the guest is asked', async () => {
  const { track, told, take } = follow({ restarts: false });
  take();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(track.restartTrack).toHaveBeenCalledOnce();
  expect(told).toEqual(['paused: camera', 'stuck: camera']);
});

test('a camera that the guest turned off is not interrupted, and nothing happens after the following has stopped', async () => {
  const off = follow();
  off.track.isMuted = true;
  off.take();
  off.localParticipant.emit(ParticipantEvent.TrackMuted);
  const over = follow();
  over.stop();
  over.take();
  over.room.emit(RoomEvent.Reconnected);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([...off.told, ...over.told]).toEqual([]);
  expect(off.track.restartTrack).not.toHaveBeenCalled();
  expect(over.localParticipant.setAttributes).not.toHaveBeenCalled();
});
