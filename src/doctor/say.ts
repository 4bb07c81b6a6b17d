import type { DoctorMessages } from '../messages/doctorEn.ts';
import type { Messages } from '../messages/en.ts';
import type { Diagnosis } from './judge.ts';

/** The message for the guest. It is the same as the lobby's for the same failure. */
export function sayToGuest({ failure }: Messages, { guest }: DoctorMessages, { kind }: Diagnosis): string {
  return { ...failure, ...guest }[kind];
}

/** The message for the host. */
export function sayToHost({ cure }: DoctorMessages, { kind, what }: Diagnosis): string {
  return cure[kind](what);
}
