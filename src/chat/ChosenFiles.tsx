import { X } from 'lucide';
import { fileSize } from '../messages/fileSize.ts';
import { isolate } from '../messages/isolate.ts';
import { useLocale } from '../messages/useLocale.ts';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { maxFileBytes } from '../session/livekit/limitStreams.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { FileChoice } from './useFileChoice.ts';
import styles from './ChosenFiles.module.css';

/** The chosen files, which wait for a click on Send, and those that can't be sent. */
export function ChosenFiles({ refused, onRemove }: Pick<FileChoice, 'refused'> & { onRemove: () => void }) {
  const { file: words } = usePanelMessages();
  const { files } = useMeeting();
  const locale = useLocale();
  const chosen = useFollowed(files, (state) => state.chosen);

  function remove(index: number): void {
    files.choose(chosen.toSpliced(index, 1));
    // The button that has the focus disappears with its file, so the focus has to move.
    onRemove();
  }

  return (
    <div className={styles.chosen}>
      {chosen.length > 0 && (
        <>
          <ul aria-label={words.chosen}>
            {chosen.map(({ name, content }, index) => (
              // The index is the key, because two files can have the same name and size.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                <span>
                  <bdi>{name}</bdi> <small>{fileSize(content.size, locale)}</small>
                </span>
                <Button look="bare" aria-label={words.remove(isolate(name))} onClick={() => remove(index)}>
                  <Icon of={X} size={18} />
                </Button>
              </li>
            ))}
          </ul>
          <p className={styles.hint}>{words.toEveryone}</p>
        </>
      )}
      {refused.length > 0 && (
        <div role="alert">
          {refused.map(({ kind, name }, index) => (
            // The index can be the key, because the list is always replaced as a whole.
            // oxlint-disable-next-line react/no-array-index-key
            <p key={index}>{words.refused[kind](isolate(name), fileSize(maxFileBytes, locale))}</p>
          ))}
        </div>
      )}
    </div>
  );
}
