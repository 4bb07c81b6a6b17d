import { Circle, CircleCheck, CircleMinus, CircleX, Clock, LoaderCircle, TriangleAlert } from 'lucide';
import type { StepState } from '../doctor/check.ts';
import { sayFinding } from '../doctor/finding.ts';
import { useDoctorMessages } from '../messages/DoctorSpeech.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './CheckStep.module.css';

const icons = {
  pending: Circle,
  running: LoaderCircle,
  fine: CircleCheck,
  slow: Clock,
  limited: TriangleAlert,
  blocked: CircleX,
  skipped: CircleMinus,
};

/** One step of the connection check, and what the check found in it. */
export function CheckStep({ name, step: { status, findings } }: { name: string; step: StepState }) {
  const doctor = useDoctorMessages();
  const sentences = findings.map((finding) => sayFinding(doctor.finding, finding));
  return (
    <li className={`${styles.step} ${styles[status]}`}>
      <span className={styles.icon}>
        <Icon of={icons[status]} />
      </span>
      <h2>{name}</h2>
      <span className={styles.status}>{doctor.status[status]}</span>
      {sentences.length > 0 && (
        <ul className={styles.findings}>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </li>
  );
}
