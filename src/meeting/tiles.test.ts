import { ParticipantInfo, ParticipantPermission, TrackInfo } from '@livekit/protocol';
import {
  LocalTrackPublication,
  RemoteParticipant,
  Room,
  RoomEvent,
  Track,
  type Participant,
} from 'livekit-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { handAttribute } from '../../common/contract.ts';
import { createListeners } from '../listeners.ts';
import { createTilesBefore, isOnStage, peopleIn, tilesOf, withReturned, type Tile } from './tiles.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('navigator', {});
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A real room of the SDK, with these guests in it. */
function openRoom(...names: string[]): Room {
  const room = new Room();
  for (const name of names) come(room, name);
  return room;
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

function share(participant: Participant | undefined): void {
  const screen = new LocalTrackPublication(Track.Kind.Video, new TrackInfo({ sid: 'TR_screen' }));
  screen.source = Track.Source.ScreenShare;
  participant?.videoTrackPublications.set('TR_screen', screen);
}

function startBefore(room: Room) {
  let isSettled = true;
  const { subscribe, tellAll } = createListeners();
  const before = createTilesBefore({ getState: () => isSettled, subscribe });
  const detach = before.attach(room);
  return {
    before,
    detach,
    setSettled: (next: boolean) => {
      isSettled = next;
      tellAll();
    },
  };
}

/**
 * Returns the names of the participants in the tiles. The guest's own name is "", because LiveKit tells the identity
 * only at the join.
 */
function shownNames(tiles: readonly Tile[] | undefined): string[] | undefined {
  return tiles?.map(({ participant, isAway }) => participant.identity + (isAway ? ' (away)' : ''));
}

test('the screen that the guest shares has no tile, in which it would show itself', () => {
  const room = openRoom('ben');
  share(room.localParticipant);
  expect(shownNames(tilesOf(room))).toEqual(['ben', '']);
});

test('screens come first, then the others in the order in which they joined, the guest last', () => {
  const room = openRoom('ben', 'chie');
  share(room.remoteParticipants.get('chie'));
  const tiles = tilesOf(room);
  expect(shownNames(tiles)).toEqual(['chie', 'ben', 'chie', '']);
  expect(tiles[0]?.source).toBe(Track.Source.ScreenShare);
  expect(peopleIn(tiles)).toHaveLength(3);
});

test('a listener is on the stage only with a raised hand, and as soon as they are a speaker', () => {
  const room = openRoom('ben', 'chie');
  const chie = room.remoteParticipants.get('chie');
  /** Sets the hand and permission of chie as LiveKit does. */
  function onStage(hand: string, canPublish: boolean) {
    const permission = new ParticipantPermission({ canSubscribe: true, canPublish });
    const attributes = { [handAttribute]: hand };
    const info = { sid: 'PA_chie', identity: 'chie', joinedAt: 4_000_000_000n, permission, attributes };
    chie?.updateInfo(new ParticipantInfo(info));
    return shownNames(tilesOf(room).filter(isOnStage));
  }
  expect(onStage('', false)).toEqual(['ben', '']);
  expect(onStage('1700000000000', false)).toEqual(['ben', 'chie', '']);
  expect(onStage('', false)).toEqual(['ben', '']);
  expect(onStage('', true)).toEqual(['ben', 'chie', '']);
});

test('guests who are listeners see their own tile', () => {
  const room = openRoom('ben');
  room.localParticipant.setPermissions(new ParticipantPermission({ canSubscribe: true }));
  expect(shownNames(tilesOf(room).filter(isOnStage))).toEqual(['ben', '']);
});

test('while the meeting is settled there are no tiles from before', () => {
  expect(startBefore(openRoom('ben')).before.getState()).toBeUndefined();
});

test('a view that is first shown while the guest is cut off gets the tiles from before', () => {
  const room = openRoom('ben', 'chie');
  const { before, detach, setSettled } = startBefore(room);
  setSettled(false);
  leave(room, 'ben');
  leave(room, 'chie');
  detach();
  before.attach(openRoom());
  vi.advanceTimersByTime(10_000);
  expect(shownNames(before.getState())).toEqual(['ben', 'chie', '']);
  setSettled(true);
  expect(before.getState()).toBeUndefined();
});

test('others who disappear within two seconds before the connection is lost are kept, and earlier ones are not', () => {
  const room = openRoom('ben', 'chie');
  const { before, setSettled } = startBefore(room);
  leave(room, 'ben');
  vi.advanceTimersByTime(2100);
  leave(room, 'chie');
  vi.advanceTimersByTime(1900);
  setSettled(false);
  vi.advanceTimersByTime(1000);
  expect(shownNames(before.getState())).toEqual(['chie', '']);
});

test('a later call does not show the people of the last one', () => {
  const { before, detach, setSettled } = startBefore(openRoom('ben', 'dan'));
  detach();
  before.end();
  before.attach(openRoom('chie'));
  setSettled(false);
  expect(shownNames(before.getState())).toEqual(['chie', '']);
});

test('participants who are back take their old places, the others are away, and new ones come last', () => {
  const before = tilesOf(openRoom('ben', 'chie'));
  const room = openRoom('dan', 'chie');
  const tiles = withReturned(before, tilesOf(room));
  expect(shownNames(tiles)).toEqual(['ben (away)', 'chie', '', 'dan']);
  expect(tiles[1]?.participant).toBe(room.remoteParticipants.get('chie'));
});
