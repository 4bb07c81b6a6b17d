/**
 * Messages for a guest who waits until a host lets them in, in English; loaded for such a guest only. `knockJa.ts` has
 * the same type.
 */
export const knockEn = {
  asking: 'Asking to be let in…',
  unheard: 'No host is here yet. We’ll tell the first one who comes. Please keep this page open.',
  told: 'The host was told. You come in as soon as they let you in.',
};

export type KnockMessages = typeof knockEn;
