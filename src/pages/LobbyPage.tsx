import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import { parseDisplayName } from '../../token/displayName.ts';
import type { CallState } from '../call/callState.ts';
import { DeviceButton } from '../controls/DeviceButton.tsx';
import { deviceKinds } from '../devices/deviceChoices.ts';
import type { Preview } from '../devices/preview.ts';
import { usePreview } from '../devices/usePreview.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { DeviceSelect } from './DeviceSelect.tsx';
import { FailureBox } from './FailureBox.tsx';
import { LanguageSelect } from './LanguageSelect.tsx';
import styles from './LobbyPage.module.css';
import { PreviewPicture } from './PreviewPicture.tsx';

interface LobbyPageProps {
  room: string;
  firstName: string;
  preview: Preview;
  call: CallState;
  onJoin: (name: string) => void;
  onCancel: () => void;
}

/** Before the room: how I look, what I am called, which devices; and why the last try failed. */
export function LobbyPage({ room, firstName, preview, call, onJoin, onCancel }: LobbyPageProps) {
  const { lobby } = useMessages();
  const { devices, available } = usePreview(preview);
  const [text, setText] = useState(firstName);
  const [isNameMissing, setNameMissing] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const errorId = useId();
  useOpenDevices(preview);

  const isJoining = call.status === 'joining';

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isJoining) return;
    const name = parseDisplayName(text);
    setNameMissing(name === undefined);
    if (name === undefined) nameField.current?.focus();
    else onJoin(name);
  }

  return (
    <main className={styles.lobby}>
      <header className={styles.header}>
        <h1>{lobby.title(room)}</h1>
        <LanguageSelect />
      </header>
      <section className={styles.preview} aria-label={lobby.preview}>
        <PreviewPicture devices={devices} />
        <div className={styles.toggles}>
          {deviceKinds.map((kind) => (
            <DeviceButton
              key={kind}
              kind={kind}
              isOn={devices[kind].status === 'on' || devices[kind].status === 'opening'}
              onClick={() => preview.toggle(kind)}
            />
          ))}
        </div>
      </section>
      <form className={styles.form} onSubmit={submit} noValidate>
        {call.status === 'failed' && <FailureBox failure={call.failure} />}
        <label className={styles.field}>
          {lobby.name}
          <input
            ref={nameField}
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoComplete="name"
            autoCapitalize="words"
            enterKeyHint="go"
            spellCheck={false}
            aria-invalid={isNameMissing}
            aria-describedby={isNameMissing ? errorId : undefined}
          />
        </label>
        {isNameMissing && (
          <p id={errorId} className={styles.error} role="alert">
            {lobby.nameMissing}
          </p>
        )}
        <div className={styles.actions}>
          <Button look="primary" type="submit" className={styles.join} aria-disabled={isJoining}>
            {isJoining ? lobby.joining : lobby.join}
          </Button>
          {isJoining && <Button onClick={onCancel}>{lobby.cancel}</Button>}
        </div>
        {deviceKinds
          .filter((kind) => available[kind].length > 0)
          .map((kind) => (
            <DeviceSelect key={kind} kind={kind} preview={preview} />
          ))}
      </form>
    </main>
  );
}

function useOpenDevices(preview: Preview): void {
  useEffect(() => preview.open(), [preview]);
}
