import { useSyncExternalStore } from 'react';
import type { Followed } from './listeners.ts';

/**
 * The state of a store, or the result of `read` for that state. The component is rendered again only if this value has
 * changed, compared with `Object.is`.
 */
export function useFollowed<State>(store: Followed<State>): State;
export function useFollowed<State, Value>(store: Followed<State>, read: (state: State) => Value): Value;
export function useFollowed<State>(
  { subscribe, getState }: Followed<State>,
  read: (state: State) => unknown = (state) => state,
): unknown {
  const get = () => read(getState());
  return useSyncExternalStore(subscribe, get, get);
}
