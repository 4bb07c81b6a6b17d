import { connectionOf, type CallState } from '../call/callState.ts';
import { othersReturnMs } from '../call/returnPolicy.ts';
import { createListeners, type Followed } from '../listeners.ts';

/**
 * Whether the room's list of participants is complete. It is not while the client reconnects, and for some seconds
 * after that, in which the others may still be rejoining.
 */
export function createSettled(call: Followed<CallState>): Followed<boolean> {
  let isSettled = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const { subscribe, tellAll } = createListeners();

  function set(next: boolean): void {
    if (next === isSettled) return;
    isSettled = next;
    tellAll();
  }

  function follow(): void {
    const state = call.getState();
    clearTimeout(timer);
    if (state.status !== 'live' && state.status !== 'returning') set(true);
    else if (connectionOf(state) === 'reconnecting') set(false);
    else if (connectionOf(state) === 'steady' && !isSettled)
      timer = setTimeout(() => set(true), othersReturnMs);
  }

  call.subscribe(follow);
  follow();
  return { getState: () => isSettled, subscribe };
}
