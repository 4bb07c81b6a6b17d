import type { DoctorMessages } from '../messages/doctorEn.ts';
import type { Finding } from './finding.ts';
import type { Port } from '../../common/openPort.ts';

export type Verdict = 'fine' | 'slow' | 'limited' | 'blocked';

/** What the facts of a step mean. */
export interface Judgement {
  verdict: Verdict;
  findings: Finding[];
  /** Unless all is fine. */
  diagnosis?: Diagnosis;
}

/** What is wrong: a key of `DoctorMessages.cure`. */
export interface Diagnosis {
  kind: DiagnosisKind;
  /** What the cure is about: addresses, ports, a status. */
  what: string;
  /** The ports to open. */
  ports: Port[];
}

export type DiagnosisKind = keyof DoctorMessages['cure'];

export function diagnosis(kind: DiagnosisKind, what = '', ports: Port[] = []): Diagnosis {
  return { kind, what, ports };
}
