import type { DoctorMessages } from '../messages/doctorEn.ts';
import type { Messages } from '../messages/en.ts';
import type { Diagnosis } from './judge.ts';

/** One sentence for the guest. What the lobby says in the same case is said in the same words. */
export function sayToGuest({ failure }: Messages, { guest }: DoctorMessages, { kind }: Diagnosis): string {
  return { ...failure, ...guest }[kind];
}

/** One cure for the host. */
export function sayToHost({ cure }: DoctorMessages, { kind, what }: Diagnosis): string {
  return cure[kind](what);
}
