import { isEditable } from '../start/page/standardElements.ts';

/**
 * Prevents the browser's default action for drops: a file or link dropped on the page would leave the call (Firefox) or open a tab (Chromium). Text can
 * still be dropped into a field.
 *
 * @param window the page's own window, or the mini window
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
