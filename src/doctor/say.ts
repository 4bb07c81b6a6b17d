import type { DoctorMessages } from '../messages/doctorEn.ts';
import type { Messages } from '../messages/en.ts';
import type { Diagnosis } from './judge.ts';

/** The message to the guest about a problem. The lobby shows the same message for the same failure. */
export function sayToGuest({ failure }: Messages, { guest }: DoctorMessages, { kind }: Diagnosis): string {
  return { ...failure, ...guest }[kind];
}

/** The message about a problem to the person who runs the server. */
export function sayToHost({ cure }: DoctorMessages, { kind, what }: Diagnosis): string {
  return cure[kind](what);
}
