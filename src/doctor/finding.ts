import type { DoctorMessages } from '../messages/doctorEn.ts';

type Sentences = DoctorMessages['finding'];
type FindingKind = keyof Sentences;

/** The arguments that the message for each kind of finding takes. */
type Facts = { [Kind in FindingKind]: Parameters<Sentences[Kind]> };

/**
 * A finding of a step: its `kind` is a key of `DoctorMessages.finding`, and `facts` are the arguments of that message.
 */
export type Finding<Kind extends FindingKind = FindingKind> = {
  [Each in Kind]: { kind: Each; facts: Facts[Each] };
}[Kind];

export function finding<Kind extends FindingKind>(
  kind: Kind,
  ...facts: Facts[Kind]
): { kind: Kind; facts: Facts[Kind] } {
  return { kind, facts };
}

export function sayFinding<Kind extends FindingKind>(
  sentences: { [Each in FindingKind]: (...facts: Facts[Each]) => string },
  { kind, facts }: Finding<Kind>,
): string {
  return sentences[kind](...facts);
}
