import { EventEmitter } from 'node:events';
import { TrackInfo } from '@livekit/protocol';
import {
  LocalTrackPublication,
  ParticipantEvent,
  Room,
  RoomEvent,
  Track,
  type LocalTrack,
} from 'livekit-client';
import { afterEach, expect, test, vi } from 'vitest';
import { followOwnDevices } from './followOwnDevices.ts';

afterEach(() => vi.unstubAllGlobals());

test('a device is reported with its id when others start to receive it, and without when they stop', () => {
  vi.stubGlobal('navigator', {});
  const room = new Room();
  const onSent = vi.fn();
  followOwnDevices(room, { onSent, onOther: vi.fn() });
  const getSettings = () => ({ deviceId: 'headset' });
  const emitter = new EventEmitter();
  // A fake track with the members that `followOwnDevices` reads.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const track = Object.assign(emitter, {
    constraints: {},
    mediaStreamTrack: { label: 'Headset', getSettings },
    getSourceTrackSettings: getSettings,
  }) as unknown as LocalTrack;
  const publication = new LocalTrackPublication(Track.Kind.Audio, new TrackInfo());
  publication.source = Track.Source.Microphone;
  publication.track = track;

  room.emit(RoomEvent.LocalTrackPublished, publication, room.localParticipant);
  expect(onSent).toHaveBeenLastCalledWith('microphone', true, 'headset');
  room.localParticipant.emit(ParticipantEvent.TrackMuted, publication);
  expect(onSent).toHaveBeenLastCalledWith('microphone', false, undefined);
});
