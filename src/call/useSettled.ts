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

/** So long before oneself the others may be cut off by the same fault: a server that ends says goodbye to one after the other. */
const sameFaultMs = 2000;

/**
 * The value of now, or the one from before everything was made anew.
 *
 * @param size how many the value tells of: fewer may be the first sign of what is coming
 */
export function useKept<Value>(value: Value, size: number): Value {
  const isSettled = useContext(SettledContext);
  const [kept, setKept] = useState({ value, size });
  const isNews = isSettled && kept.value !== value;
  const isLess = size < kept.size;
  if (isNews && !isLess) setKept({ value, size });
  useEffect(() => {
    if (!isNews || !isLess) return undefined;
    const timer = setTimeout(() => setKept({ value, size }), sameFaultMs);
    return () => clearTimeout(timer);
  }, [isNews, isLess, value, size]);
  return isSettled ? value : kept.value;
}
