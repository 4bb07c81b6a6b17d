import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { shortcutNames, shortcuts } from '../shortcuts/shortcuts.ts';
import styles from './ShortcutsDialog.module.css';

/** Keyboard shortcuts of the room for which there is no button. */
const moreKeys = [
  { key: 'arrows', does: 'move' },
  { key: 'enter', does: 'open' },
  { key: 'paging', does: 'turn' },
] as const;

export function ShortcutsDialog({ onClosed }: { onClosed: () => void }) {
  const { control, controls } = useRoomMessages();
  const { shortcuts: words } = usePanelMessages();
  return (
    <Dialog title={controls.shortcuts} close={control.close} onClosed={onClosed}>
      <dl className={styles.list}>
        {shortcutNames.map((name) => {
          const { key } = shortcuts[name];
          return (
            <div key={name}>
              <dt>
                <kbd>{key === ' ' ? words.space : key.toUpperCase()}</kbd>
              </dt>
              <dd>{words[name]}</dd>
            </div>
          );
        })}
        {moreKeys.map(({ key, does }) => (
          <div key={key}>
            <dt>
              {words[key].split(' / ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{words[does]}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
