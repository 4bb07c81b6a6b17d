import { EventEmitter } from 'node:events';
import { RoomEvent, Track, type Room } from 'livekit-client';
import { expect, test, vi } from 'vitest';
import { createVolumes } from './volumes.ts';

test('the default is full volume, unmuted', () => {
  expect(createVolumes().of('ben')).toEqual({ volume: 1, isMuted: false });
});

test('muting and unmuting a participant keeps the volume', () => {
  const volumes = createVolumes();
  volumes.set('ben', { volume: 0.4 });
  volumes.set('ben', { isMuted: true });
  expect(volumes.of('ben')).toEqual({ volume: 0.4, isMuted: true });
  volumes.set('ben', { isMuted: false });
  expect(volumes.of('ben')).toEqual({ volume: 0.4, isMuted: false });
  expect(volumes.of('ann')).toEqual({ volume: 1, isMuted: false });
});

test('a change calls the listeners, and without a change the same object is returned', () => {
  const volumes = createVolumes();
  const onChange = vi.fn();
  const stop = volumes.subscribe(onChange);
  volumes.set('ben', { volume: 0.4 });
  expect(volumes.of('ben')).toBe(volumes.of('ben'));
  stop();
  volumes.set('ben', { volume: 0.5 });
  expect(onChange).toHaveBeenCalledExactlyOnceWith('ben');
});

/** A fake of LiveKit's Room, in which a participant Ben has published his microphone. */
class StandInRoom extends EventEmitter {
  voice = { kind: Track.Kind.Audio, setEnabled: vi.fn<(isEnabled: boolean) => void>() };
  ben = { identity: 'ben', audioTrackPublications: new Map([['1', this.voice]]), setVolume: vi.fn() };
  remoteParticipants = new Map([['ben', this.ben]]);
}

function attach(volumes: ReturnType<typeof createVolumes>, room = new StandInRoom()) {
  // The cast is safe, because the volumes use only members that the fake has.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const detach = volumes.attach(room as unknown as Room);
  return { room, detach };
}

test('rejoining keeps muted participants muted, and the chosen volume', () => {
  const volumes = createVolumes();
  const first = attach(volumes);
  volumes.set('ben', { volume: 0.4, isMuted: true });
  expect(first.room.voice.setEnabled).toHaveBeenLastCalledWith(false);
  first.detach();

  // The track is in the room before the volumes are attached, as it is after the guest has rejoined.
  const { room } = attach(volumes);
  expect(room.voice.setEnabled).toHaveBeenLastCalledWith(false);
  expect(room.ben.setVolume).toHaveBeenCalledWith(0.4, Track.Source.Microphone);
  // The setting must apply to a track that is subscribed later as well.
  room.emit(RoomEvent.TrackSubscribed, {}, room.voice, room.ben);
  expect(room.voice.setEnabled).toHaveBeenCalledTimes(2);
  volumes.set('ben', { isMuted: false });
  expect(room.voice.setEnabled).toHaveBeenLastCalledWith(true);
  expect(first.room.voice.setEnabled).toHaveBeenCalledTimes(1);
});

test('volumes and “Mute for me” survive a reload of the tab, and invalid stored data is ignored', () => {
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
