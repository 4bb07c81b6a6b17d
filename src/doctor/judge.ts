import type { DoctorMessages } from '../messages/doctorEn.ts';
import type { Finding } from './finding.ts';
import type { Port } from '../../common/openPort.ts';

export type Verdict = 'fine' | 'slow' | 'limited' | 'blocked';

/** The meaning of a step's observations: a verdict, and findings that explain it. */
export interface Judgement {
  verdict: Verdict;
  findings: Finding[];
  /** The problem; missing if the verdict is `fine`. */
  diagnosis?: Diagnosis;
}

/** A problem that the check has found: its `kind` is a key of `DoctorMessages.cure`. */
export interface Diagnosis {
  kind: DiagnosisKind;
  /**
   * Addresses, ports or an HTTP status, inserted into the message that tells the person who runs the server how to
   * solve the problem.
   */
  what: string;
  /** The ports that a firewall has to open. */
  ports: Port[];
}

export type DiagnosisKind = keyof DoctorMessages['cure'];

export function diagnosis(kind: DiagnosisKind, what = '', ports: Port[] = []): Diagnosis {
  return { kind, what, ports };
}
