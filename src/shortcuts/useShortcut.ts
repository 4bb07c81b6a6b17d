import { useEffect, useEffectEvent } from 'react';
import { isTyping, matchShortcut, type ShortcutName } from './shortcuts.ts';

/** Does something when a key is pressed anywhere on the page, except where the guest is typing. */
export function useShortcut(name: ShortcutName, onPress: () => void): void {
  const press = useEffectEvent(onPress);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || matchShortcut(event) !== name) return;
      event.preventDefault();
      press();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [name]);
}
