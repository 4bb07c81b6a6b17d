import { TrackInfo } from '@livekit/protocol';
import {
  ConnectionState,
  EngineEvent,
  LocalTrackPublication,
  ParticipantEvent,
  RemoteParticipant,
  Room,
  RoomEvent,
  Track,
  VideoQuality,
  type LocalTrack,
  type RemoteTrackPublication,
} from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CallState } from '../call/callState.ts';
import { createListeners } from '../listeners.ts';
import { createPendingPublications } from '../call/pendingPublications.ts';
import { rememberedSwitch } from '../rememberedSwitch.ts';
import { createMeeting } from './meeting.ts';
import { createNotices } from './notices.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', {});
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });

function startMeeting() {
  let state: CallState = { status: 'idle', room: undefined };
  const { subscribe, tellAll } = createListeners();
  const notices = createNotices();
  const meeting = createMeeting({
    actAsHost: () => Promise.resolve({ outcome: 'done' }),
    call: { getState: () => state, subscribe },
    notices,
    devices: { isOn: () => true, setOn() {}, choose() {}, flip() {} },
    leave() {},
    pendingPublications: createPendingPublications(),
    selfMirror: rememberedSwitch('mirror'),
  });
  meeting.sounds.setOn(false);
  return {
    meeting,
    notices,
    enter: (next: CallState) => {
      state = next;
      tellAll();
    },
  };
}

/** A real room of the SDK, in its state after connecting, with participants of these names. */
function openRoom(...names: string[]) {
  // `document` is undefined while the room is made, because otherwise the SDK assumes a browser and uses globals that
  // Node does not have.
  vi.stubGlobal('document', undefined);
  const room = new Room();
  vi.stubGlobal('document', page);
  const setAttributes = vi.fn((_attributes: Record<string, string>) => Promise.resolve());
  room.localParticipant.setAttributes = setAttributes;
  const publishData = vi.fn(() => Promise.resolve());
  room.localParticipant.publishData = publishData;
  for (const name of names) come(room, name);
  return { room, setAttributes, publishData };
}

function come(room: Room, name: string): void {
  const participant = new RemoteParticipant(room.engine.client, `PA_${name}`, name, name);
  room.remoteParticipants.set(name, participant);
  room.emit(RoomEvent.ParticipantConnected, participant);
}

function leave(room: Room, name: string): void {
  const participant = room.remoteParticipants.get(name);
  room.remoteParticipants.delete(name);
  if (participant) room.emit(RoomEvent.ParticipantDisconnected, participant);
}

function announced({ announcements }: ReturnType<typeof createMeeting>): string[] {
  return announcements.getState().told.map(({ kind, names }) => `${kind} ${names.join()}`);
}

test('every part with `attach` is attached to the room, and detached from it', () => {
  const { attach, end: _end, ...parts } = startMeeting().meeting;
  const detach = vi.fn();
  const spies = Object.values(parts).flatMap((part) =>
    'attach' in part ? [vi.spyOn(part, 'attach').mockReturnValue(detach)] : [],
  );
  const { room } = openRoom();
  const stop = attach(room);
  for (const spy of spies) expect(spy).toHaveBeenCalledExactlyOnceWith(room);
  stop();
  expect(detach).toHaveBeenCalledTimes(spies.length);
  expect(spies.length).toBeGreaterThan(10);
});

const ownEvents = [
  ParticipantEvent.LocalTrackPublished,
  ParticipantEvent.TrackMuted,
  ParticipantEvent.TrackUnmuted,
] as const;

test('detaching removes all listeners of the meeting from the room', () => {
  const { meeting } = startMeeting();
  const { room } = openRoom('ben');
  const count = () => {
    return [
      Object.values(RoomEvent).map((event) => room.listenerCount(event)),
      Object.values(EngineEvent).map((event) => room.engine.listenerCount(event)),
      ownEvents.map((event) => room.localParticipant.listenerCount(event)),
    ];
  };
  // The listeners of names.ts stay on the room for ever, so the listeners are counted after those were added.
  meeting.attach(room)();
  const before = count();
  meeting.attach(room)();
  expect(count()).toEqual(before);
  expect(vi.getTimerCount()).toBe(0);
});

test('after rejoining, the guest’s own hand is raised again', () => {
  const { meeting } = startMeeting();
  const first = openRoom();
  const detach = meeting.attach(first.room);
  vi.spyOn(first.room.localParticipant, 'attributes', 'get').mockReturnValue({ 'first-room.hand': '300' });
  detach();
  const second = openRoom();
  meeting.attach(second.room);
  expect(second.setAttributes).toHaveBeenCalledExactlyOnceWith({ 'first-room.hand': '300' });
});

test('after rejoining, only participants who are really new or gone are announced', () => {
  const { meeting } = startMeeting();
  const first = openRoom('ann', 'ben');
  const detach = meeting.attach(first.room);
  leave(first.room, 'ann');
  leave(first.room, 'ben');
  detach();
  const second = openRoom('ben');
  meeting.attach(second.room);
  come(second.room, 'cem');
  vi.advanceTimersByTime(20_000);
  expect(announced(meeting)).toEqual(['came cem', 'left ann']);
});

test('reactions are sent to the current room, and received only from it', () => {
  const { meeting } = startMeeting();
  const first = openRoom('ben');
  meeting.attach(first.room)();
  const second = openRoom('ben');
  meeting.attach(second.room);
  meeting.reactions.send('🎉');
  expect(first.publishData).not.toHaveBeenCalled();
  expect(second.publishData).toHaveBeenCalledOnce();
  for (const { room } of [first, second]) {
    const payload = new TextEncoder().encode('👍');
    room.emit(RoomEvent.DataReceived, payload, room.remoteParticipants.get('ben'), 1, 'first-room.reaction');
  }
  expect(meeting.reactions.getState().map(({ emoji }) => emoji)).toEqual(['🎉', '👍']);
});

test('rejoining keeps the order of tiles, and speakers are still brought forward', () => {
  const { meeting } = startMeeting();
  const present = ['ann', 'ben', 'cem'];
  const first = openRoom(...present);
  const detach = meeting.attach(first.room);
  meeting.order.show({ present, onFirstPage: 2 });
  const speak = ({ room }: typeof first, name: string) => {
    const speaker = room.remoteParticipants.get(name);
    room.emit(RoomEvent.ActiveSpeakersChanged, speaker ? [speaker] : []);
  };
  speak(first, 'cem');
  expect(meeting.order.getState()).toEqual(['ann', 'cem', 'ben']);
  detach();
  const second = openRoom('cem', 'ben', 'ann', 'dora');
  meeting.attach(second.room);
  meeting.order.show({ present: ['cem', 'ben', 'ann', 'dora'], onFirstPage: 2 });
  expect(meeting.order.getState()).toEqual(['ann', 'cem', 'ben', 'dora']);
  speak(first, 'ben');
  speak(second, 'dora');
  expect(meeting.order.getState()).toEqual(['ann', 'dora', 'ben', 'cem']);
});

test('rejoining publishes the shared screen again, and leaving ends it', async () => {
  const { meeting } = startMeeting();
  const stop = vi.fn();
  // A fake track with the members that the meeting uses.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const track = {
    source: Track.Source.ScreenShare,
    mediaStreamTrack: Object.assign(new EventTarget(), { readyState: 'live' }),
    stop,
    stopMonitor() {},
  } as unknown as LocalTrack;
  function openSharing() {
    const { room } = openRoom();
    room.state = ConnectionState.Connected;
    vi.spyOn(room.localParticipant, 'createScreenTracks').mockResolvedValue([track]);
    vi.spyOn(room.localParticipant, 'setScreenShareEnabled').mockResolvedValue(undefined);
    const sent = new LocalTrackPublication(Track.Kind.Video, new TrackInfo());
    return { room, publish: vi.spyOn(room.localParticipant, 'publishTrack').mockResolvedValue(sent) };
  }
  const first = openSharing();
  const detach = meeting.attach(first.room);
  expect(await meeting.screenShare.toggle()).toBeUndefined();
  expect(first.publish).toHaveBeenCalledExactlyOnceWith(track);
  detach();
  expect(meeting.screenShare.getState()).toBe(true);

  const second = openSharing();
  const leaveSecond = meeting.attach(second.room);
  expect(second.publish).toHaveBeenCalledExactlyOnceWith(track);
  leaveSecond();
  expect(stop).not.toHaveBeenCalled();
  meeting.end();
  expect(stop).toHaveBeenCalledOnce();
  expect(meeting.screenShare.getState()).toBe(false);
});

/** Gives the participant a fake video element with one frame. */
function show(room: Room, name: string): void {
  class VideoElement {
    videoWidth = 1280;
    videoHeight = 720;
  }
  vi.stubGlobal('HTMLVideoElement', VideoElement);
  const canvas = { width: 0, height: 0, getContext: () => undefined };
  vi.stubGlobal('document', Object.assign(document, { createElement: () => canvas }));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const publication = {
    source: Track.Source.Camera,
    track: { attachedElements: [new VideoElement()] },
    isDesired: true,
    videoQuality: VideoQuality.HIGH,
  } as unknown as RemoteTrackPublication;
  room.remoteParticipants.get(name)?.videoTrackPublications.set('TR_1', publication);
}

test('last frames are kept after rejoining until the others have had time to rejoin', () => {
  const { meeting, enter } = startMeeting();
  const { room } = openRoom('ben');
  show(room, 'ben');
  enter({ status: 'live', room, connection: 'steady' });
  const detach = meeting.attach(room);
  room.engine.emit(EngineEvent.Disconnected);
  enter({ status: 'returning', room, reason: 'connection_lost', nextTryAtMs: undefined });
  vi.advanceTimersByTime(60_000);
  expect([...meeting.lastFrames.getState().keys()]).toEqual(['ben camera']);

  detach();
  const second = openRoom();
  meeting.attach(second.room);
  enter({ status: 'live', room: second.room, connection: 'steady' });
  vi.advanceTimersByTime(7900);
  expect(meeting.lastFrames.getState().size).toBe(1);
  expect(meeting.settled.getState()).toBe(false);
  vi.advanceTimersByTime(200);
  expect(meeting.lastFrames.getState().size).toBe(0);
  expect(meeting.settled.getState()).toBe(true);
});

test('hidden video stays unsubscribed after rejoining', () => {
  const { meeting } = startMeeting();
  meeting.attach(openRoom('ben').room)();
  meeting.video.change({ wish: 'hidden' });
  const { room } = openRoom('ben');
  const setSubscribed = vi.fn();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const publication = {
    source: Track.Source.Camera,
    isDesired: true,
    setSubscribed,
  } as unknown as RemoteTrackPublication;
  room.remoteParticipants.get('ben')?.videoTrackPublications.set('TR_1', publication);
  meeting.attach(room);
  expect(setSubscribed).toHaveBeenCalledExactlyOnceWith(false);
});

test('after leaving, the next call starts with the hand down and no order, and announces nobody who is already there', () => {
  const { meeting } = startMeeting();
  const first = openRoom('ann', 'ben');
  const detach = meeting.attach(first.room);
  vi.spyOn(first.room.localParticipant, 'attributes', 'get').mockReturnValue({ 'first-room.hand': '300' });
  meeting.order.show({ present: ['ann', 'ben'], onFirstPage: 2 });
  detach();
  meeting.end();
  const second = openRoom('cem');
  meeting.attach(second.room);
  vi.advanceTimersByTime(20_000);
  expect(second.setAttributes).not.toHaveBeenCalled();
  expect(meeting.order.getState()).toEqual([]);
  expect(announced(meeting)).toEqual([]);
});
