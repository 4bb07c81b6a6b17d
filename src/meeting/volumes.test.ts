import { EventEmitter } from 'node:events';
import { RoomEvent, Track, type Room } from 'livekit-client';
import { expect, test, vi } from 'vitest';
import { createVolumes } from './volumes.ts';

test('everybody is heard as they are sent until one chooses otherwise', () => {
  expect(createVolumes().of('ben')).toEqual({ volume: 1, isMuted: false });
});

test('muting somebody keeps the volume for when they are heard again', () => {
  const volumes = createVolumes();
  volumes.set('ben', { volume: 0.4 });
  volumes.set('ben', { isMuted: true });
  expect(volumes.of('ben')).toEqual({ volume: 0.4, isMuted: true });
  volumes.set('ben', { isMuted: false });
  expect(volumes.of('ben')).toEqual({ volume: 0.4, isMuted: false });
  expect(volumes.of('ann')).toEqual({ volume: 1, isMuted: false });
});

test('views are told of a change, and are given the same object while nothing changes', () => {
  const volumes = createVolumes();
  const onChange = vi.fn();
  const stop = volumes.subscribe(onChange);
  volumes.set('ben', { volume: 0.4 });
  expect(volumes.of('ben')).toBe(volumes.of('ben'));
  stop();
  volumes.set('ben', { volume: 0.5 });
  expect(onChange).toHaveBeenCalledExactlyOnceWith('ben');
});

/** As much of LiveKit's Room as this needs: Ben is there, and has published his voice. */
class StandInRoom extends EventEmitter {
  voice = { kind: Track.Kind.Audio, setEnabled: vi.fn<(isEnabled: boolean) => void>() };
  ben = { identity: 'ben', audioTrackPublications: new Map([['1', this.voice]]), setVolume: vi.fn() };
  remoteParticipants = new Map([['ben', this.ben]]);
}

function attach(volumes: ReturnType<typeof createVolumes>, room = new StandInRoom()) {
  // They use no more of it than the stand-in has.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const detach = volumes.attach(room as unknown as Room);
  return { room, detach };
}

test('a guest who is brought back with a new room still hears nobody whom they muted, at the chosen volume', () => {
  const volumes = createVolumes();
  const first = attach(volumes);
  volumes.set('ben', { volume: 0.4, isMuted: true });
  expect(first.room.voice.setEnabled).toHaveBeenLastCalledWith(false);
  first.detach();

  // Of the new room everything is subscribed to before the view has it.
  const { room } = attach(volumes);
  expect(room.voice.setEnabled).toHaveBeenLastCalledWith(false);
  expect(room.ben.setVolume).toHaveBeenCalledWith(0.4, Track.Source.Microphone);
  // A voice that comes later as well.
  room.emit(RoomEvent.TrackSubscribed, {}, room.voice, room.ben);
  expect(room.voice.setEnabled).toHaveBeenCalledTimes(2);
  volumes.set('ben', { isMuted: false });
  expect(room.voice.setEnabled).toHaveBeenLastCalledWith(true);
  expect(first.room.voice.setEnabled).toHaveBeenCalledTimes(1);
});

test('volumes and "Mute for me" survive a reload of the tab; rubbish in its storage is nothing chosen', () => {
  const stored = new Map<string, string>();
  const storage = () => ({
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
  createVolumes(storage).set('ben', { volume: 0.4, isMuted: true });
  expect(createVolumes(storage).of('ben')).toEqual({ volume: 0.4, isMuted: true });
  for (const [key] of stored) {
    for (const rubbish of ['', '{}', '[1]', '[["ben",null]]', '[["ben",{"volume":9}]]']) {
      stored.set(key, rubbish);
      expect(createVolumes(storage).of('ben')).toEqual({ volume: 1, isMuted: false });
    }
  }
});
