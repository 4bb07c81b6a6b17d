import { findRoom } from '../../common/findRoom.ts';
import { readClaims } from './readClaims.ts';
import { createListeners, type Followed } from '../listeners.ts';

/**
 * The displayed name of the room: at first in the spelling of the link, after a token was received in the spelling of
 * the server's settings.
 */
export interface RoomName extends Followed<string> {
  /**
   * Takes the spelling of the name from a token for the room (`video.room`,
   * https://docs.livekit.io/home/get-started/authentication/).
   */
  learn: (token: string) => void;
}

/** @param asked name of the room in the link */
export function createRoomName(asked: string): RoomName {
  let name = asked;
  const { subscribe, tellAll } = createListeners();
  return {
    getState: () => name,
    subscribe,
    learn(token) {
      const room: unknown = Object(readClaims(token)['video']).room;
      // A token for another room does not change the name.
      if (typeof room !== 'string' || room === name || findRoom([room], asked) === undefined) return;
      name = room;
      tellAll();
    },
  };
}
