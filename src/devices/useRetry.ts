import { useEffect } from 'react';
import type { Preview } from './preview.ts';
import { watchGrant } from './watchGrant.ts';
import { watchReturn } from './watchReturn.ts';

/** Tries refused devices again when the guest has been to the settings. */
export function useRetry(preview: Preview): void {
  useEffect(() => {
    const isRefused = () => {
      const { microphone, camera } = preview.getState().devices;
      const isOpening = microphone.status === 'opening' || camera.status === 'opening';
      return !isOpening && [microphone, camera].some(isRefusal);
    };
    const stops = [
      watchReturn({ window, document }, isRefused, preview.open),
      watchGrant(navigator.permissions, isRefused, preview.open),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [preview]);
}

function isRefusal(device: ReturnType<Preview['getState']>['devices']['camera']): boolean {
  return device.status === 'failed' && device.failure.kind === 'refused';
}
