import { useEffect, useRef, type RefObject } from 'react';
import { watchLoudness } from '../media/own/watchLoudness.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { LevelBars, levelShower } from '../ui/LevelBars.tsx';

/** Shows the level of the guest's own microphone. */
export function LevelMeter({ track }: { track: MediaStreamTrack }) {
  const { lobbyHelp } = useMessages();
  const meter = useRef<HTMLSpanElement>(null);
  useLoudness(meter, track);
  return (
    <LevelBars
      ref={meter}
      role="meter"
      aria-label={lobbyHelp.level}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    />
  );
}

/** Changes the meter's element directly, because React would render the whole lobby at each change of the level. */
function useLoudness(ref: RefObject<HTMLElement | null>, track: MediaStreamTrack): void {
  useEffect(() => {
    const meter = ref.current;
    if (!meter) return undefined;
    try {
      const showLevel = levelShower();
      return watchLoudness(track, (level) => {
        showLevel(meter, level);
        meter.setAttribute('aria-valuenow', String(Math.round(level * 100)));
      });
    } catch {
      // Web Audio may be turned off, or the page may have too many audio contexts. The microphone works without a
      // meter.
      return undefined;
    }
  }, [ref, track]);
}
