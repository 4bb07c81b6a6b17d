import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { shortcuts, type ShortcutName } from './shortcuts.ts';

/** The tooltip of a button: the button's name and, while shortcuts are on, its key. */
export function useTitleWithKey(shortcut: ShortcutName, name: string): string {
  const isOn = useFollowed(useMeeting().letterShortcuts);
  return isOn ? `${name} (${shortcuts[shortcut].key.toUpperCase()})` : name;
}
