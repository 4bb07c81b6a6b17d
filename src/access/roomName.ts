import { findRoom } from '../../common/findRoom.ts';
import { readClaims } from './readClaims.ts';
import { createListeners, type Followed } from '../listeners.ts';

/** The displayed name of the room: in the spelling of the link, and after receiving a token in the host's spelling. */
export interface RoomName extends Followed<string> {
  /** Takes the spelling from a token for the room (`video.room`, https://docs.livekit.io/home/get-started/authentication/). */
  learn: (token: string) => void;
}

/** @param asked name in the link */
export function createRoomName(asked: string): RoomName {
  let name = asked;
  const { subscribe, tellAll } = createListeners();
  return {
    getState: () => name,
    subscribe,
    learn(token) {
      const room: unknown = Object(readClaims(token)['video']).room;
      // A token for another room is ignored.
      if (typeof room !== 'string' || room === name || findRoom([room], asked) === undefined) return;
      name = room;
      tellAll();
    },
  };
}
