import { createContext, useContext, useSyncExternalStore } from 'react';
import { createSounds, type Sounds } from '../meeting/sounds.ts';

const SoundsContext = createContext<Sounds>(createSounds());

export function useSounds(): Sounds {
  return useContext(SoundsContext);
}

export function useSoundsOn(): boolean {
  const { subscribe, getState } = useContext(SoundsContext);
  return useSyncExternalStore(subscribe, getState);
}
