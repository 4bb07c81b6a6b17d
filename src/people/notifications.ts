/** Whether this browser can show notifications of the system and the person has not forbidden them. */
export function canNotify(): boolean {
  return 'Notification' in globalThis && Notification.permission !== 'denied';
}

export function mayNotify(): boolean {
  return 'Notification' in globalThis && Notification.permission === 'granted';
}

/** Shows a notification of the system, if the person has allowed it. A click on it brings the page to the front. */
export function notify(text: string): void {
  if (!mayNotify()) return;
  try {
    // The newest replaces the one before.
    const shown = new Notification(text, { tag: 'first-room-knock' });
    shown.addEventListener('click', () => {
      window.focus();
      shown.close();
    });
  } catch {
    // Chrome on Android shows notifications of service workers only, and throws.
  }
}
