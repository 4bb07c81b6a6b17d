import { Volume2 } from 'lucide';
import type { Preview } from '../media/own/preview.ts';
import type { Speakers } from '../media/own/speakers.ts';
import { playTestSound } from '../media/own/testSound.ts';
import { useSpeakers } from './useSpeakers.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import select from './DeviceSelect.module.css';
import styles from './SpeakerChoice.module.css';

/** Lets the guest choose the speaker, if the browser allows that, and plays a test sound. */
export function SpeakerChoice({ speakers, preview }: { speakers: Speakers; preview: Preview }) {
  const { lobby, lobbyHelp } = useMessages();
  const { available, deviceId } = useSpeakers(speakers, preview);
  const play = () => {
    // If the test sound can't be played, no error message is needed: the guest hears that there is no sound.
    playTestSound(deviceId).catch(() => {});
  };
  // Chromium lists the system's default speaker with the id `default`; other browsers do not list it.
  const hasDefault = available.some((speaker) => speaker.deviceId === 'default');
  return (
    <div className={styles.choice}>
      {available.length > 0 && (
        <label className={select.field}>
          {lobbyHelp.chooseSpeaker}
          <select
            value={deviceId ?? (hasDefault ? 'default' : '')}
            onChange={(event) => speakers.choose(event.target.value)}
          >
            {!hasDefault && <option value="">{lobby.systemDefault}</option>}
            {available.map((speaker, index) => (
              <option key={speaker.deviceId} value={speaker.deviceId}>
                {speaker.label || `${lobbyHelp.unnamedSpeaker} ${index + 1}`}
              </option>
            ))}
          </select>
        </label>
      )}
      {available.length > 0 ? (
        <Button look="round" aria-label={lobbyHelp.testSound} title={lobbyHelp.testSound} onClick={play}>
          <Icon of={Volume2} />
        </Button>
      ) : (
        <Button onClick={play}>{lobbyHelp.testSound}</Button>
      )}
    </div>
  );
}
