import { useEffect, useRef, type RefObject } from 'react';
import { watchLoudness } from '../media/own/watchLoudness.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import styles from './LevelMeter.module.css';

/** How loud the guest's own microphone is. */
export function LevelMeter({ track }: { track: MediaStreamTrack }) {
  const { lobbyHelp } = useMessages();
  const meter = useRef<HTMLDivElement>(null);
  useLoudness(meter, track);
  return (
    <div
      ref={meter}
      className={styles.meter}
      role="meter"
      aria-label={lobbyHelp.level}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    />
  );
}

/** Past React, which would draw the whole lobby each time. */
function useLoudness(ref: RefObject<HTMLElement | null>, track: MediaStreamTrack): void {
  useEffect(() => {
    const meter = ref.current;
    if (!meter) return undefined;
    try {
      return watchLoudness(track, (level) => {
        meter.style.setProperty('--level', level.toFixed(3));
        meter.setAttribute('aria-valuenow', String(Math.round(level * 100)));
      });
    } catch {
      // Web Audio may be switched off or out of contexts; the microphone works without being measured.
      return undefined;
    }
  }, [ref, track]);
}
