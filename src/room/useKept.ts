import { useEffect, useState } from 'react';
import { useFollowed, useMeeting } from './MeetingContext.tsx';

/** How long before oneself the others may be cut off by the same fault: a server that ends says goodbye to one after the other. */
const sameFaultMs = 2000;

/**
 * The current value, or, until the meeting has settled, the one from before the connection was made anew.
 *
 * @param size how many people or tiles the value tells of: fewer may be the first sign of a lost connection
 */
export function useKept<Value>(value: Value, size: number): Value {
  const isSettled = useFollowed(useMeeting().settled);
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
