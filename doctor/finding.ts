/** What one step of the examination came to. */
export type Finding =
  | { step: string; state: 'fine' | 'not applicable' | 'not tried'; seen: string }
  | { step: string; state: 'look' | 'wrong'; seen: string; cure: Cure };

export type State = Finding['state'];

/** What to do about it: a sentence, and lines that are ready to copy. */
export interface Cure {
  advice: string;
  lines: readonly string[];
}

export function fine(step: string, seen: string): Finding {
  return { step, state: 'fine', seen };
}

/** Works, but the host should look at it: it counts as no failure for scripts. */
export function look(step: string, seen: string, advice: string, lines: readonly string[] = []): Finding {
  return { step, state: 'look', seen, cure: { advice, lines } };
}

/** Guests fail because of it, or strangers get in by it. So there is always a cure. */
export function wrong(step: string, seen: string, advice: string, lines: readonly string[] = []): Finding {
  return { step, state: 'wrong', seen, cure: { advice, lines } };
}

/** @param why an end of the sentence "not tried: …" */
export function notTried(step: string, why: string): Finding {
  return { step, state: 'not tried', seen: why };
}

export function notApplicable(step: string, why: string): Finding {
  return { step, state: 'not applicable', seen: why };
}
