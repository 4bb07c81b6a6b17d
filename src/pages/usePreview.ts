import { useSyncExternalStore } from 'react';
import type { Preview, PreviewState } from '../media/own/preview.ts';

export function usePreview(preview: Preview): PreviewState {
  return useSyncExternalStore(preview.subscribe, preview.getState, preview.getState);
}
