import { createContext, useContext, useSyncExternalStore } from 'react';
import { createNotices, type Notice, type Notices } from '../meeting/notices.ts';

export const NoticesContext = createContext<Notices>(createNotices());

export function useNotices(): { shown: readonly Notice[] } & Pick<Notices, 'tell' | 'close'> {
  const { getState, subscribe, tell, close } = useContext(NoticesContext);
  return { shown: useSyncExternalStore(subscribe, getState), tell, close };
}
