/** Whether this browser can show notifications of the operating system and the person has not forbidden them. */
export function canNotify(): boolean {
  return 'Notification' in globalThis && Notification.permission !== 'denied';
}

export function mayNotify(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'granted';
}

/**
 * Shows a notification of the operating system, if the person has allowed notifications. A click on it brings the page
 * to the front.
 */
export function notify(text: string): void {
  if (!mayNotify()) return;
  try {
    // The same `tag` makes a new notification replace the previous one.
    const shown = new Notification(text, { tag: 'first-room-knock' });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
    });
  } catch {
    // Chrome on Android allows only service workers to show notifications, and throws here.
  }
}
