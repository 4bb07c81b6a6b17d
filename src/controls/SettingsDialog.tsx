import { LocalAudioTrack, Track, supportsAudioOutputSelection } from 'livekit-client';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { useFollowed } from '../useFollowed.ts';
import { useIsCutOff } from '../room/useIsCutOff.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import type { Switch } from '../rememberedSwitch.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { hasDevices } from '../media/own/hasDevices.ts';
import { listenToMicrophone } from '../media/own/listenToMicrophone.ts';
import { loudnessOfAmplitude } from '../media/own/loudness.ts';
import { useOwnTrack } from '../room/useOwn.ts';
import { LevelBars, levelShower } from '../ui/LevelBars.tsx';
import { isTouchDevice } from './screenSize.ts';
import styles from './SettingsDialog.module.css';
import { useDevices } from './useDevices.ts';
import type { VoiceProof } from '../media/own/voiceProof.ts';

interface SettingsDialogProps {
  onClosed: () => void;
  /** The control with which the guest selects the language. */
  language: ReactNode;
  voice: VoiceProof;
}

export function SettingsDialog({ onClosed, language, voice }: SettingsDialogProps) {
  const { control, controls, lobby, language: languageWord, voice: voiceWords } = useRoomMessages();
  const { settings } = usePanelMessages();
  const { eventToasts, letterShortcuts, selfMirror, sounds } = useMeeting();
  return (
    <Dialog title={controls.settings} close={control.close} onClosed={onClosed}>
      <div className={styles.settings}>
        {hasDevices() && (
          <>
            <DeviceField kind="audioinput" label={lobby.unnamed.microphone} />
            <p className={styles.voice}>
              {voice !== 'off' && !isTouchDevice() && <OwnLevel />}
              {voiceWords[voice]}
            </p>
            {supportsAudioOutputSelection() && <DeviceField kind="audiooutput" label={controls.speaker} />}
            <DeviceField kind="videoinput" label={lobby.unnamed.camera} />
            <SwitchField label={settings.mirrorSelf} of={selfMirror} />
          </>
        )}
        <div className={styles.field}>
          {/* The select element has its own label. */}
          <span aria-hidden="true">{languageWord}</span>
          {language}
        </div>
        <SwitchField label={settings.sounds} of={sounds} />
        <SwitchField label={settings.toasts} of={eventToasts} />
        {!isTouchDevice() && <SwitchField label={settings.singleKeys} of={letterShortcuts} />}
      </div>
    </Dialog>
  );
}

/**
 * The level of the guest's microphone, beside the sentence that asks the guest to say something. Not on phones, for the
 * reason in useMicrophoneWatch.ts.
 */
function OwnLevel() {
  const bars = useRef<HTMLSpanElement>(null);
  const track = useOwnTrack(Track.Source.Microphone);
  useEffect(() => {
    if (!(track instanceof LocalAudioTrack)) return undefined;
    const showLevel = levelShower();
    return listenToMicrophone(track, (peak) => showLevel(bars.current, loudnessOfAmplitude(peak)));
  }, [track]);
  return (
    <span className={styles.level} aria-hidden="true">
      <LevelBars ref={bars} />
    </span>
  );
}

function SwitchField({ label, of }: { label: string; of: Switch }) {
  const isOn = useFollowed(of);
  return (
    <label className={styles.switch}>
      {label}
      <input type="checkbox" checked={isOn} onChange={() => of.setOn(!isOn)} />
    </label>
  );
}

function DeviceField({ kind, label }: { kind: MediaDeviceKind; label: string }) {
  const id = useId();
  const { list, choose } = useDevices(kind);
  const isCutOff = useIsCutOff();
  if (list.length === 0) return null;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        disabled={isCutOff}
        value={list.find(({ isInUse }) => isInUse)?.deviceId}
        onChange={(event) => {
          const device = list.find(({ deviceId }) => deviceId === event.target.value);
          if (device) void choose(device);
        }}
      >
        {list.map(({ deviceId, name }) => (
          <option key={deviceId} value={deviceId}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
