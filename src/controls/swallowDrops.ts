import { isEditable } from '../start/page/standardElements.ts';

/**
 * Symptom: a file or link that is dropped on the page leaves the call (Firefox) or opens a tab (Chromium). Cause: that is what browsers do with a
 * drop that no script takes. Text may still be dropped into a field.
 *
 * @param window the page's own, or the small window
 */
export function swallowDrops(window: Window): void {
  const swallow = (event: DragEvent) => {
    const hasFiles = event.dataTransfer?.types.includes('Files') ?? false;
    if (!hasFiles && isEditable(event.target)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  };
  window.addEventListener('dragover', swallow);
  window.addEventListener('drop', swallow);
}
