import { isEditable } from '../start/page/standardElements.ts';

/**
 * Prevents what browsers do with a file or link that is dropped on the page: Firefox would leave the call, Chromium
 * would open a tab. Text can still be dropped into a field.
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
