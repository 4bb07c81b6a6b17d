import { useFollowed, useMeeting } from '../room/MeetingContext.tsx';
import { shortcuts, type ShortcutName } from './shortcuts.ts';

/** Tooltip of a button: its name and, while shortcuts are on, the key. */
export function useTitleWithKey(shortcut: ShortcutName, name: string): string {
  const isOn = useFollowed(useMeeting().letterShortcuts);
  return isOn ? `${name} (${shortcuts[shortcut].key.toUpperCase()})` : name;
}
