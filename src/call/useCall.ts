import { useSyncExternalStore } from 'react';
import type { Call } from './call.ts';
import type { CallState } from './callState.ts';

export function useCall(call: Call): CallState {
  return useSyncExternalStore(call.subscribe, call.getState);
}
