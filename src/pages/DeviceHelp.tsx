import { lazy, Suspense, useState, type RefObject } from 'react';
import type { BrowserFacts } from '../browser/browserKind.ts';
import type { Preview, PreviewState } from '../media/own/preview.ts';
import { useFollowed } from '../useFollowed.ts';
import { useRetry } from './useRetry.ts';
import { untilLoaded } from '../untilLoaded.ts';

/** Loaded only when a device is refused, because few guests need this view. */
const PermissionSteps = lazy(async () => ({
  default: (await untilLoaded(() => import('./PermissionSteps.tsx'))).PermissionSteps,
}));

interface DeviceHelpProps {
  preview: Preview;
  facts: BrowserFacts;
  /** The element that gets the focus when this help disappears. */
  next: RefObject<HTMLElement | null>;
}

/**
 * Shown after the guest or the browser has refused a device: instructions for this browser, and a button to try again.
 */
export function DeviceHelp({ preview, facts, next }: DeviceHelpProps) {
  const { devices } = useFollowed(preview);
  const detail = useRefusal(devices);
  useRetry(preview);
  if (detail === undefined) return null;
  return (
    <Suspense>
      <PermissionSteps facts={facts} detail={detail} next={next} onRetry={preview.open} />
    </Suspense>
  );
}

/**
 * The browser's message about the refusal. While a device is tried again, the previous message stays, so that the help
 * does not flicker.
 */
function useRefusal({ microphone, camera }: PreviewState['devices']): string | undefined {
  const [last, setLast] = useState<string>();
  const refused = [microphone, camera].find(
    (device) => device.status === 'failed' && device.failure.kind === 'refused',
  );
  const isOpening = microphone.status === 'opening' || camera.status === 'opening';
  const detail = refused?.status === 'failed' ? refused.failure.detail : isOpening ? last : undefined;
  if (detail !== last) setLast(detail);
  return detail;
}
