import { findRoom } from '../../common/findRoom.ts';
import { readClaims } from './readClaims.ts';
import { createListeners, type Followed } from '../listeners.ts';

/** The room's name for the guest's eyes: as the link writes it, and as the host does once a token has told. */
export interface RoomName extends Followed<string> {
  /** Takes the spelling from a token for the room (`video.room`, https://docs.livekit.io/home/get-started/authentication/). */
  learn: (token: string) => void;
}

/** @param asked as the link writes it */
export function createRoomName(asked: string): RoomName {
  let name = asked;
  const { subscribe, tellAll } = createListeners();
  return {
    getState: () => name,
    subscribe,
    learn(token) {
      const room: unknown = Object(readClaims(token)['video']).room;
      // Another room is not shown: the guest has asked for this one.
      if (typeof room !== 'string' || room === name || findRoom([room], asked) === undefined) return;
      name = room;
      tellAll();
    },
  };
}
