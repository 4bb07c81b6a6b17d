import { EventEmitter } from 'node:events';
import { ParticipantEvent, Track, TrackEvent, type Room } from 'livekit-client';
import { expect, test } from 'vitest';
import { followVanishing } from './followVanishing.ts';

function publicationOf(source: Track.Source) {
  return { source, track: new EventEmitter() };
}

/** Follows a fake room in which the guest has published these tracks. */
function follow(...published: ReturnType<typeof publicationOf>[]) {
  const localParticipant = Object.assign(new EventEmitter(), {
    getTrackPublication: (source: Track.Source) => published.find((one) => one.source === source),
  });
  const vanished: string[] = [];
  // The cast is safe, because followVanishing uses only members that the fake has.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const stop = followVanishing({ localParticipant } as unknown as Room, (kind) => vanished.push(kind));
  return { localParticipant, vanished, stop };
}

test('a camera that has ended and is then muted by the SDK has vanished', () => {
  const camera = publicationOf(Track.Source.Camera);
  const { vanished } = follow(camera);
  camera.track.emit(TrackEvent.Ended);
  expect(vanished).toEqual([]);
  camera.track.emit(TrackEvent.Muted);
  expect(vanished).toEqual(['camera']);
});

test('a microphone that the guest mutes has not vanished, and neither has one that was restarted after it ended', () => {
  const microphone = publicationOf(Track.Source.Microphone);
  const { vanished } = follow(microphone);
  microphone.track.emit(TrackEvent.Muted);
  microphone.track.emit(TrackEvent.Ended);
  microphone.track.emit(TrackEvent.Restarted);
  microphone.track.emit(TrackEvent.Muted);
  expect(vanished).toEqual([]);
});

test('a device that vanished is reported once, and again when it vanishes again', () => {
  const camera = publicationOf(Track.Source.Camera);
  const { vanished } = follow(camera);
  camera.track.emit(TrackEvent.Ended);
  camera.track.emit(TrackEvent.Muted);
  camera.track.emit(TrackEvent.Muted);
  expect(vanished).toEqual(['camera']);
  camera.track.emit(TrackEvent.Ended);
  camera.track.emit(TrackEvent.Muted);
  expect(vanished).toEqual(['camera', 'camera']);
});

test('devices that are published later are watched until they are unpublished, and a shared screen never is', () => {
  const { localParticipant, vanished, stop } = follow();
  const camera = publicationOf(Track.Source.Camera);
  const microphone = publicationOf(Track.Source.Microphone);
  const screen = publicationOf(Track.Source.ScreenShare);
  for (const one of [camera, microphone, screen]) {
    localParticipant.emit(ParticipantEvent.LocalTrackPublished, one);
  }
  localParticipant.emit(ParticipantEvent.LocalTrackUnpublished, camera);
  for (const { track } of [camera, microphone, screen]) {
    track.emit(TrackEvent.Ended);
    track.emit(TrackEvent.Muted);
  }
  expect(vanished).toEqual(['microphone']);
  stop();
  microphone.track.emit(TrackEvent.Ended);
  microphone.track.emit(TrackEvent.Muted);
  expect(vanished).toEqual(['microphone']);
});
