import { useSyncExternalStore } from 'react';
import type { Check, CheckState } from './check.ts';

export function useCheck(check: Check): CheckState {
  return useSyncExternalStore(check.subscribe, check.getState);
}
