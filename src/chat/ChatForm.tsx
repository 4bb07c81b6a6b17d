import { Paperclip, SendHorizontal } from 'lucide';
import { useId, useRef, type KeyboardEvent } from 'react';
import { fileSize } from '../messages/fileSize.ts';
import { useLocale } from '../messages/useLocale.ts';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { Icon } from '../ui/Icon.tsx';
import { isImeKey } from '../ui/isImeKey.ts';
import { useFocusOnMount } from '../ui/useFocusOnMount.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { maxFileBytes } from '../session/livekit/limitStreams.ts';
import { Button } from '../ui/Button.tsx';
import { ChosenFiles } from './ChosenFiles.tsx';
import { pastedFiles } from './pastedFiles.ts';
import type { FileChoice } from './useFileChoice.ts';
import { lettersLeft } from './lettersLeft.ts';
import styles from './ChatForm.module.css';

export function ChatForm({ choice }: { choice: FileChoice }) {
  const { chat, file } = usePanelMessages();
  const {
    chat: { log, send },
    files,
  } = useMeeting();
  const hasFiles = useFollowed(files, ({ chosen }) => chosen.length > 0);
  const picker = useRef<HTMLInputElement>(null);
  const draft = useFollowed(log, (state) => state.draft);
  const input = useRef<HTMLTextAreaElement>(null);
  const hintId = useId();
  useFocusOnMount(input);
  const attach = file.attach(fileSize(maxFileBytes, useLocale()));

  const { left, isShown, announced } = lettersLeft(draft);
  const canSend = left >= 0 && (draft.trim() !== '' || hasFiles);

  function submit(): void {
    if (!canSend) return;
    const text = draft.trim();
    if (text !== '') send(text);
    choice.send();
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key !== 'Enter' || event.shiftKey) return;
    if (isImeKey(event.nativeEvent)) return;
    event.preventDefault();
    submit();
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ChosenFiles refused={choice.refused} onRemove={() => input.current?.focus()} />
      <Button look="bare" aria-label={attach} title={attach} onClick={() => picker.current?.click()}>
        <Icon of={Paperclip} />
      </Button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          choice.add([...(target.files ?? [])]);
          // The file input is emptied, because otherwise the guest could not choose the same file again.
          target.value = '';
          input.current?.focus();
        }}
      />
      <textarea
        ref={input}
        className={styles.input}
        rows={1}
        aria-label={chat.write}
        placeholder={chat.write}
        aria-describedby={hintId}
        aria-invalid={left < 0}
        enterKeyHint="send"
        value={draft}
        onChange={(event) => log.setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const pasted = pastedFiles(event.clipboardData);
          if (pasted.length === 0 || !choice.isAllowed) return;
          event.preventDefault();
          choice.add(pasted);
        }}
      />
      <button
        type="submit"
        className={styles.send}
        aria-label={chat.send}
        title={chat.send}
        aria-disabled={!canSend}
      >
        <Icon of={SendHorizontal} />
      </button>
      <p id={hintId} className={styles.hint}>
        {left < 0 ? chat.tooLong(-left) : isShown ? chat.left(left) : ''}
      </p>
      <p className="visually-hidden" role="status">
        {left < 0 ? chat.isTooLong : announced === undefined ? '' : chat.left(announced)}
      </p>
    </form>
  );
}
