import { useEffect, useSyncExternalStore } from 'react';
import type { Preview } from '../media/own/preview.ts';
import type { Speakers, SpeakersState } from '../media/own/speakers.ts';

/** @param preview the list is refreshed when the preview's list changes, because browsers list speakers only after the microphone was allowed */
export function useSpeakers(speakers: Speakers, preview: Preview): SpeakersState {
  useEffect(() => {
    // If it fails, there are no speakers to choose from.
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
