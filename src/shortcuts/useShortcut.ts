import { useEffect, useEffectEvent } from 'react';
import { useMeeting } from '../room/MeetingContext.tsx';
import { takesShortcuts } from './takesShortcuts.ts';
import { matchShortcut, type ShortcutName } from './shortcuts.ts';

/** Calls `onPress` when the guest presses the key of this shortcut anywhere on the page, if shortcuts are on. */
export function useShortcut(name: ShortcutName, onPress: () => void): void {
  const { letterShortcuts } = useMeeting();
  const press = useEffectEvent(onPress);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (
        event.defaultPrevented ||
        !takesShortcuts(event.target, letterShortcuts) ||
        matchShortcut(event) !== name
      )
        return;
      event.preventDefault();
      press();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [name, letterShortcuts]);
}
