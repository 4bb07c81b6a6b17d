import { createContext, useContext, useEffect, useState } from 'react';
import type { Connection } from './callState.ts';
import { othersReturnMs } from './returnPolicy.ts';

/** Whether what the room tells of who is there can be believed. */
export const SettledContext = createContext(true);

/** For the page of the room: not while the connection is made anew, nor until the others had time to come back as well. */
export function useSettled(connection: Connection): boolean {
  const [isSettled, setSettled] = useState(true);
  if (connection === 'reconnecting' && isSettled) setSettled(false);
  useEffect(() => {
    if (connection !== 'steady' || isSettled) return undefined;
    const timer = setTimeout(() => setSettled(true), othersReturnMs);
    return () => clearTimeout(timer);
  }, [connection, isSettled]);
  return isSettled;
}

/** The value of now, or the one from before everything was made anew. */
export function useKept<Value>(value: Value): Value {
  const isSettled = useContext(SettledContext);
  const [kept, setKept] = useState(value);
  if (isSettled && kept !== value) setKept(value);
  return isSettled ? value : kept;
}
