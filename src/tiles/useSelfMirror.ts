import { useSyncExternalStore } from 'react';
import { selfMirror } from '../media/own/selfMirror.ts';

export function useSelfMirror(): boolean {
  return useSyncExternalStore(selfMirror.subscribe, selfMirror.getState, () => true);
}
