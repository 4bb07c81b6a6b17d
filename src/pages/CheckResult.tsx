import { cureLines } from '../doctor/cureLines.ts';
import type { Diagnosis } from '../doctor/judge.ts';
import { sayToGuest, sayToHost } from '../doctor/say.ts';
import { useDoctorMessages } from '../messages/DoctorSpeech.tsx';
import { useMessages } from '../messages/MessagesContext.tsx';
import styles from './CheckResult.module.css';
import { CopyButton } from './CopyButton.tsx';

/**
 * The result of the check: a message for the guest, and for the person who runs the server a message and lines to copy.
 */
export function CheckResult({ diagnosis }: { diagnosis: Diagnosis }) {
  const messages = useMessages();
  const doctor = useDoctorMessages();
  const isFine = diagnosis.kind === 'all_fine';
  return (
    <section className={`${styles.result} ${isFine ? '' : styles.trouble}`} aria-label={doctor.result}>
      <h2>{doctor.forGuest}</h2>
      <p className={styles.sentence}>{sayToGuest(messages, doctor, diagnosis)}</p>
      <h2>{doctor.forHost}</h2>
      <p>{sayToHost(doctor, diagnosis)}</p>
      {cureLines(diagnosis).map(({ place, text }) => (
        <figure key={place + text} className={styles.lines}>
          <figcaption>
            {doctor.place[place]}
            <CopyButton label={doctor.copy(doctor.place[place])} text={() => text} />
          </figcaption>
          <pre>{text}</pre>
        </figure>
      ))}
    </section>
  );
}
