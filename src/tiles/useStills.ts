import type { Room } from 'livekit-client';
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { createStills } from '../meeting/lastFrames.ts';
import type { Tile } from './useTiles.ts';

/** One for the page: the room that is joined anew shows what was there before. */
const StillsContext = createContext(createStills());

/** The last frame of a picture that is on its way back. */
export function useStill(tile: Tile): HTMLCanvasElement | undefined {
  const { subscribe, getState } = useContext(StillsContext);
  return useSyncExternalStore(subscribe, getState).get(tile.key);
}

/** For the page of the room: keeps last frames until the room has settled. */
export function useStillsIn(room: Room, isSettled: boolean): void {
  const stills = useContext(StillsContext);
  useEffect(() => stills.follow(room), [stills, room]);
  useEffect(() => (isSettled ? undefined : stills.hold()), [stills, isSettled]);
}
