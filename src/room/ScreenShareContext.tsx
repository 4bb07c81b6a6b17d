import { createContext, useContext, useSyncExternalStore } from 'react';
import { createScreenShare, type ScreenShare } from '../meeting/screenShare.ts';

const ScreenShareContext = createContext(createScreenShare());

export function useScreenShareStore(): ScreenShare {
  return useContext(ScreenShareContext);
}

export function useIsSharing(): boolean {
  const { subscribe, getState } = useContext(ScreenShareContext);
  return useSyncExternalStore(subscribe, getState);
}
