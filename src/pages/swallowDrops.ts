import { isTyping } from '../shortcuts/isTyping.ts';

/**
 * Symptom: a file that is dropped on the page leaves the call (Firefox) or opens a tab (Chromium). Cause: that is what browsers do with a
 * drop that no script takes. Text may still be dropped into a field.
 */
export function swallowDrops(): void {
  const swallow = (event: DragEvent) => {
    const hasFiles = event.dataTransfer?.types.includes('Files') ?? false;
    if (isTyping(event.target) && !hasFiles) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  };
  addEventListener('dragover', swallow);
  addEventListener('drop', swallow);
}
