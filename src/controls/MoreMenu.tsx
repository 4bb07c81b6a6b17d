import { Ellipsis, Keyboard, LayoutGrid, Settings, UserPlus, Users } from 'lucide';
import type { ReactNode } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { useNotLoaded } from '../notices/useNotLoaded.ts';
import { later } from '../ui/later.tsx';
import { Menu, MenuItem } from '../ui/Menu.tsx';
import { isTouchDevice } from './screenSize.ts';
import type { StageViewState } from '../stage/useStageView.ts';
import { useShortcut } from '../shortcuts/useShortcut.ts';
import type { VoiceProof } from '../media/own/voiceProof.ts';

const InviteDialog = later(async () => (await import('./InviteDialog.tsx')).InviteDialog);
const LayoutDialog = later(async () => (await import('./LayoutDialog.tsx')).LayoutDialog);
const PeopleDialog = later(async () => (await import('../people/PeopleDialog.tsx')).PeopleDialog);
const SettingsDialog = later(async () => (await import('./SettingsDialog.tsx')).SettingsDialog);
const ShortcutsDialog = later(async () => (await import('./ShortcutsDialog.tsx')).ShortcutsDialog);

/** The dialog of the room that is shown, if any, and how to show another one. */
export interface RoomDialog {
  shown: 'invite' | 'people' | 'layout' | 'settings' | 'shortcuts' | undefined;
  setShown: (dialog: RoomDialog['shown']) => void;
}

interface MoreMenuProps {
  dialog: RoomDialog;
  /** The selection of the language, shown in the settings. */
  language: ReactNode;
  /** Whether the server receives the guest's voice (src/media/own/voiceProof.ts); shown in the settings. */
  voice: VoiceProof;
  stageView: StageViewState;
  /** Menu items for controls that do not fit into the bar. */
  children?: ReactNode;
}

/**
 * Menu of rarely needed controls, and the dialogs that it opens. On phones it also has the controls that do not fit
 * into the bar.
 */
export function MoreMenu({
  dialog: { shown, setShown },
  language,
  voice,
  stageView,
  children,
}: MoreMenuProps) {
  const { controls, view } = useRoomMessages();
  const { onLoaded, tellNotLoaded } = useNotLoaded('dialog');
  const onClosed = () => setShown(undefined);
  const ends = {
    onClosed,
    onLoaded,
    onNotLoaded() {
      onClosed();
      tellNotLoaded(() => setShown(shown));
    },
  };
  useShortcut('help', () => setShown(shown ?? 'shortcuts'));

  return (
    <>
      <Menu icon={Ellipsis} label={controls.more}>
        <MenuItem icon={UserPlus} onChoose={() => setShown('invite')}>
          {controls.invite}
        </MenuItem>
        <MenuItem icon={Users} onChoose={() => setShown('people')}>
          {controls.people}
        </MenuItem>
        <MenuItem icon={LayoutGrid} note={view.layouts} onChoose={() => setShown('layout')}>
          {controls.layout}
        </MenuItem>
        <MenuItem icon={Settings} note={controls.devices} onChoose={() => setShown('settings')}>
          {controls.settings}
        </MenuItem>
        {children}
        {!isTouchDevice() && (
          <MenuItem icon={Keyboard} onChoose={() => setShown('shortcuts')}>
            {controls.shortcuts}
          </MenuItem>
        )}
      </Menu>
      {shown === 'invite' && <InviteDialog {...ends} />}
      {shown === 'people' && <PeopleDialog {...ends} />}
      {shown === 'layout' && <LayoutDialog {...ends} {...stageView} />}
      {shown === 'shortcuts' && <ShortcutsDialog {...ends} />}
      {shown === 'settings' && <SettingsDialog {...ends} language={language} voice={voice} />}
    </>
  );
}
