import { useEffect, useSyncExternalStore } from 'react';
import type { Preview } from '../media/own/preview.ts';
import type { Speakers, SpeakersState } from '../media/own/speakers.ts';

/** @param preview browsers name the speakers only once its microphone was allowed: then it is time to look again */
export function useSpeakers(speakers: Speakers, preview: Preview): SpeakersState {
  useEffect(() => {
    // Not being told which there are is the same as there being none to choose from.
    const refresh = () => void speakers.refresh().catch(() => {});
    refresh();
    let known = preview.getState().available;
    return preview.subscribe(() => {
      const { available } = preview.getState();
      if (available !== known) refresh();
      known = available;
    });
  }, [speakers, preview]);
  return useSyncExternalStore(speakers.subscribe, speakers.getState, speakers.getState);
}
