import { useEffect } from 'react';
import type { Preview } from '../media/own/preview.ts';
import type { Speakers, SpeakersState } from '../media/own/speakers.ts';
import { useFollowed } from '../useFollowed.ts';

/**
 * The speakers that the guest can choose, and the chosen one.
 *
 * @param preview when its list of devices changes, the list of speakers is read again, because browsers list speakers
 *   only after the guest has allowed the microphone
 */
export function useSpeakers(speakers: Speakers, preview: Preview): SpeakersState {
  useEffect(() => {
    // If the list of speakers can't be read, the guest has none to choose from.
    const refresh = () => void speakers.refresh().catch(() => {});
    refresh();
    let known = preview.getState().available;
    return preview.subscribe(() => {
      const { available } = preview.getState();
      if (available !== known) refresh();
      known = available;
    });
  }, [speakers, preview]);
  return useFollowed(speakers);
}
