import { Ellipsis, Keyboard, Settings, UserPlus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { DeviceKind } from '../devices/deviceChoices.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Menu, MenuItem } from '../ui/Menu.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { isTouchDevice } from './screenSize.ts';
import { SettingsDialog } from './SettingsDialog.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { useShortcut } from '../shortcuts/useShortcut.ts';

interface MoreMenuProps {
  onChosen: (kind: DeviceKind, deviceId: string) => void;
  /** Where the language is chosen. */
  language: ReactNode;
  /** The items that have no room in the bar. */
  children?: ReactNode;
}

/** What is needed seldom, and on phones what the bar has no room for. */
export function MoreMenu({ onChosen, language, children }: MoreMenuProps) {
  const { controls } = useMessages();
  const [shown, setShown] = useState<'invite' | 'settings' | 'shortcuts'>();
  const onClosed = () => setShown(undefined);
  useShortcut('help', () => setShown((current) => current ?? 'shortcuts'));

  return (
    <>
      <Menu icon={Ellipsis} label={controls.more}>
        {children}
        <MenuItem icon={UserPlus} onChoose={() => setShown('invite')}>
          {controls.invite}
        </MenuItem>
        <MenuItem icon={Settings} onChoose={() => setShown('settings')}>
          {controls.settings}
        </MenuItem>
        {!isTouchDevice() && (
          <MenuItem icon={Keyboard} onChoose={() => setShown('shortcuts')}>
            {controls.shortcuts}
          </MenuItem>
        )}
      </Menu>
      {shown === 'invite' && <InviteDialog onClosed={onClosed} />}
      {shown === 'shortcuts' && <ShortcutsDialog onClosed={onClosed} />}
      {shown === 'settings' && <SettingsDialog onChosen={onChosen} onClosed={onClosed} language={language} />}
    </>
  );
}
