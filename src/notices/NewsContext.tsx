import { createContext, useContext, useSyncExternalStore } from 'react';
import { createNewsDesk, type NewsDesk, type NewsState } from '../meeting/announcements.ts';

const NewsContext = createContext<NewsDesk>(createNewsDesk());

export function useNewsDesk(): NewsDesk {
  return useContext(NewsContext);
}

export function useNews(): NewsState {
  const { subscribe, getState } = useContext(NewsContext);
  return useSyncExternalStore(subscribe, getState);
}
