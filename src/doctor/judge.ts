import type { DoctorMessages } from '../messages/doctorEn.ts';
import type { Finding } from './finding.ts';
import type { Port } from '../../common/openPort.ts';

export type Verdict = 'fine' | 'slow' | 'limited' | 'blocked';

/** Interpretation of a step's facts. */
export interface Judgement {
  verdict: Verdict;
  findings: Finding[];
  /** Missing if the verdict is `fine`. */
  diagnosis?: Diagnosis;
}

/** A problem: its kind is a key of `DoctorMessages.cure`. */
export interface Diagnosis {
  kind: DiagnosisKind;
  /** Text for the cure's message: addresses, ports or a status. */
  what: string;
  /** The ports to open. */
  ports: Port[];
}

export type DiagnosisKind = keyof DoctorMessages['cure'];

export function diagnosis(kind: DiagnosisKind, what = '', ports: Port[] = []): Diagnosis {
  return { kind, what, ports };
}
