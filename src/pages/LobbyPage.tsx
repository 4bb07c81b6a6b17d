import { lazy, memo, Suspense, useRef, useState, type FormEvent, type RefObject } from 'react';
import { isKeyFailure } from '../access/accessFailure.ts';
import type { JoinFailure } from '../call/callState.ts';
import { DeviceButton } from '../controls/DeviceButton.tsx';
import { deviceKinds } from '../media/own/deviceChoices.ts';
import { findInAppBrowser } from '../browser/inAppBrowser.ts';
import { useFollowed } from '../useFollowed.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import type { Session } from '../session/createSession.ts';
import { part } from '../start/page/parts.ts';
import { Button } from '../ui/Button.tsx';
import { House } from '../ui/House.tsx';
import { TextField } from '../ui/TextField.tsx';
import { untilLoaded } from '../untilLoaded.ts';
import { DeviceHelp } from './DeviceHelp.tsx';
import { DeviceSelect } from './DeviceSelect.tsx';
import { FailureBox, OldHostLink } from './FailureBox.tsx';
import { KeyField } from './KeyField.tsx';
import { LanguageSelect } from './LanguageSelect.tsx';
import { LevelMeter } from './LevelMeter.tsx';
import styles from './LobbyPage.module.css';
import { PreviewVideo } from './PreviewVideo.tsx';
import { SpeakerChoice } from './SpeakerChoice.tsx';

/** Loaded only when it is shown, because few guests use an in-app browser. */
const InAppNotice = lazy(async () => ({
  default: (await untilLoaded(() => import('./InAppNotice.tsx'))).InAppNotice,
}));

/** Loaded only when it is shown, because few guests have to wait for a host. */
const WaitingBox = lazy(async () => ({
  default: (await untilLoaded(() => import('../knock/WaitingBox.tsx'))).WaitingBox,
}));

/** The members of a session that the lobby uses. */
type LobbySession = Pick<
  Session,
  'facts' | 'name' | 'roomKey' | 'knocking' | 'here' | 'preview' | 'selfMirror' | 'speakers' | 'join'
>;

interface LobbyPageProps {
  room: string;
  session: LobbySession;
  isJoining: boolean;
  /** Why the last try to join failed. */
  failure: JoinFailure | undefined;
  onCancel: () => void;
  /** Is set to the position and size of the guest's own video when the lobby disappears. */
  previewPlace: RefObject<DOMRect | undefined>;
}

/** The lobby: the guest's preview, name and devices, and why the last try to join failed. */
export const LobbyPage = memo(function LobbyPage({
  room,
  session,
  isJoining,
  failure,
  onCancel,
  previewPlace,
}: LobbyPageProps) {
  const { facts, name, roomKey, knocking, here, preview, selfMirror, speakers, join } = session;
  const { lobby, lobbyHelp } = useMessages();
  const { asked, isHostLinkOld } = useFollowed(roomKey);
  const { devices, available } = useFollowed(preview);
  const text = useFollowed(name);
  const knock = useFollowed(knocking);
  const waiting = isJoining && knock !== 'needed' ? knock : undefined;
  const [isNameMissing, setNameMissing] = useState(false);
  const nameField = useRef<HTMLInputElement>(null);
  const joinButton = useRef<HTMLButtonElement>(null);
  const [inApp, setInApp] = useState(() => findInAppBrowser(facts));

  function joinAs(chosen: string | undefined): void {
    setNameMissing(chosen === undefined);
    if (chosen === undefined) nameField.current?.focus();
    else join(chosen);
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isJoining) joinAs(name.parsed());
  }

  /** Lets the guest go on in the in-app browser, in which devices may not work. */
  function stay(): void {
    setInApp(undefined);
    preview.open();
  }

  function listen(): void {
    const chosen = name.parsed();
    if (chosen !== undefined) preview.turnOff();
    joinAs(chosen);
  }

  function joinWord() {
    if (isJoining) return waiting ? 'waiting' : 'joining';
    if (failure?.kind === 'knock_refused') return 'askAgain';
    return knock ? 'ask' : 'join';
  }

  return (
    <main className={styles.lobby}>
      <header className={styles.header}>
        <House size={40} />
        <h1 {...part('title')}>{lobby.title(room)}</h1>
        <LanguageSelect />
      </header>
      <section className={styles.preview} aria-label={lobby.preview}>
        {inApp ? (
          <Suspense>
            <InAppNotice inApp={inApp} roomKey={roomKey} onStay={stay} />
          </Suspense>
        ) : (
          <>
            <PreviewVideo devices={devices} selfMirror={selfMirror} here={here} place={previewPlace} />
            <div className={styles.toggles}>
              {deviceKinds.map((kind) => (
                <div key={kind} className={styles.device}>
                  <DeviceButton
                    kind={kind}
                    isOn={devices[kind].status === 'on' || devices[kind].status === 'opening'}
                    onClick={() => preview.toggle(kind)}
                  />
                  {kind === 'microphone' && devices[kind].status === 'on' && (!isJoining || waiting) && (
                    <LevelMeter track={devices[kind].track} />
                  )}
                  {available[kind].length > 0 && <DeviceSelect kind={kind} preview={preview} />}
                </div>
              ))}
            </div>
          </>
        )}
      </section>
      <form className={styles.form} onSubmit={submit} noValidate>
        {isHostLinkOld && <OldHostLink />}
        {failure && !isKeyFailure(failure) && <FailureBox failure={failure} />}
        {isJoining && (
          <div className={styles.waiting} role="status">
            {waiting && (
              <Suspense>
                <WaitingBox state={waiting} />
              </Suspense>
            )}
          </div>
        )}
        <TextField
          ref={nameField}
          {...part('name')}
          label={lobby.name}
          error={isNameMissing ? lobby.nameMissing : undefined}
          value={text}
          onChange={({ target }) => name.write(target.value)}
          // While the guest waits, the name can't be changed, because the hosts have been told it.
          readOnly={waiting !== undefined}
          autoComplete="name"
          autoCapitalize="words"
          enterKeyHint="go"
          spellCheck={false}
        />
        {asked && <KeyField roomKey={roomKey} asked={asked} failure={failure} />}
        <div className={styles.actions}>
          <Button
            ref={joinButton}
            {...part('join')}
            look="primary"
            type="submit"
            className={styles.join}
            aria-disabled={isJoining}
          >
            {lobby[joinWord()]}
          </Button>
          {isJoining ? (
            <Button onClick={onCancel}>{lobby.cancel}</Button>
          ) : (
            <Button {...part('cancel')} onClick={listen}>
              {lobbyHelp.listen}
            </Button>
          )}
        </div>
        {/* Not while joining, because a device that opens now would be too late for the call. */}
        {!isJoining && <DeviceHelp preview={preview} facts={facts} next={joinButton} />}
        <SpeakerChoice speakers={speakers} preview={preview} />
      </form>
    </main>
  );
});
