import { useEffect } from 'react';
import type { Preview } from '../media/own/preview.ts';
import { watchGrant } from '../media/own/watchGrant.ts';
import { watchReturn } from '../media/own/watchReturn.ts';

/** Tries refused devices again when the guest returns to the page, or has changed a permission in the browser. */
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
