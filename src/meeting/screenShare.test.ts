import { TrackInfo } from '@livekit/protocol';
import {
  ConnectionState,
  LocalTrackPublication,
  Room,
  RoomEvent,
  Track,
  type LocalTrack,
} from 'livekit-client';
import { beforeEach, expect, test, vi } from 'vitest';
import { createScreenShare } from './screenShare.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', {});
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

/** Shares a screen in a connected room of the SDK. `capture` stands for the browser's capture of the screen. */
function startShare(
  capture: (screen: LocalTrack) => Promise<LocalTrack[]> = (screen) => Promise.resolve([screen]),
) {
  const onLost = vi.fn();
  const share = createScreenShare(onLost);
  const room = new Room();
  room.state = ConnectionState.Connected;
  const stop = vi.fn();
  const mediaStreamTrack = Object.assign(new EventTarget(), { readyState: 'live' });
  // A fake track with the members that the shared screen uses.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const screen = {
    source: Track.Source.ScreenShare,
    mediaStreamTrack,
    stop,
    stopMonitor() {},
  } as unknown as LocalTrack;
  const own = room.localParticipant;
  const createScreenTracks = vi.spyOn(own, 'createScreenTracks').mockImplementation(() => capture(screen));
  vi.spyOn(own, 'setScreenShareEnabled').mockResolvedValue(undefined);
  const publication = new LocalTrackPublication(Track.Kind.Video, new TrackInfo());
  const publish = vi.spyOn(own, 'publishTrack').mockResolvedValue(publication);
  share.attach(room);
  return {
    share,
    room,
    onLost,
    stop,
    createScreenTracks,
    publish,
    publication,
    endCapture: () => mediaStreamTrack.dispatchEvent(new Event('ended')),
  };
}

test('one click shares the screen, and the next one stops it', async () => {
  const { share, stop } = startShare();
  expect(await share.toggle()).toBeUndefined();
  expect(share.getState()).toBe(true);
  await share.toggle();
  expect(share.getState()).toBe(false);
  expect(stop).toHaveBeenCalledOnce();
});

test('cancelling the browser’s prompt shares nothing and is no problem', async () => {
  const { share } = startShare(() => {
    vi.advanceTimersByTime(1500);
    return Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  expect(await share.toggle()).toBeUndefined();
  expect(share.getState()).toBe(false);
});

test('a refusal before the guest could answer is reported', async () => {
  const { share } = startShare(() =>
    Promise.reject(new DOMException('Permission denied', 'NotAllowedError')),
  );
  expect(await share.toggle()).toBe('refusedUnasked');
});

test('a click while the browser’s prompt is open opens no second prompt', async () => {
  let answer = () => {};
  const { share, createScreenTracks } = startShare(
    (screen) => new Promise((resolve) => (answer = () => resolve([screen]))),
  );
  const first = share.toggle();
  await share.toggle();
  answer();
  await first;
  expect(createScreenTracks).toHaveBeenCalledOnce();
  expect(share.getState()).toBe(true);
});

test('a screen that cannot be published is captured no longer, and the problem is reported', async () => {
  const { share, publish, stop } = startShare();
  publish.mockRejectedValue(new Error('not allowed'));
  expect(await share.toggle()).toBe('failed');
  expect(share.getState()).toBe(false);
  expect(stop).toHaveBeenCalledOnce();
});

test('a screen that the server unpublishes is captured no longer', async () => {
  const { share, room, publication, stop } = startShare();
  await share.toggle();
  room.emit(RoomEvent.LocalTrackUnpublished, publication, room.localParticipant);
  vi.runAllTimers();
  expect(share.getState()).toBe(false);
  expect(stop).toHaveBeenCalledOnce();
});

test('a capture that ended without a connection is reported as lost once the connection is back', async () => {
  const { share, room, onLost, endCapture } = startShare();
  await share.toggle();
  room.state = ConnectionState.Reconnecting;
  endCapture();
  expect(share.getState()).toBe(false);
  expect(onLost).not.toHaveBeenCalled();
  room.state = ConnectionState.Connected;
  room.emit(RoomEvent.Reconnected);
  await vi.waitFor(() => expect(onLost).toHaveBeenCalledOnce());
});

test('a capture that the guest ends with the browser’s own button while connected is not reported as lost', async () => {
  const { share, room, onLost, endCapture } = startShare();
  await share.toggle();
  endCapture();
  room.emit(RoomEvent.Reconnected);
  await vi.runAllTimersAsync();
  expect(share.getState()).toBe(false);
  expect(onLost).not.toHaveBeenCalled();
});
