/** The result of one step of the examination. */
export type Finding =
  | { step: string; state: 'fine' | 'not applicable' | 'not tried'; seen: string }
  | { step: string; state: 'look' | 'wrong'; seen: string; cure: Cure };

export type State = Finding['state'];

/** How to fix it: a sentence, and lines that are ready to copy. */
export interface Cure {
  advice: string;
  lines: readonly string[];
}

export function fine(step: string, seen: string): Finding {
  return { step, state: 'fine', seen };
}

/** A finding that works but that the host should look at; scripts do not count it as a failure. */
export function look(step: string, seen: string, advice: string, lines: readonly string[] = []): Finding {
  return { step, state: 'look', seen, cure: { advice, lines } };
}

/** A fault: guests fail because of it, or strangers get in. It always has a cure. */
export function wrong(step: string, seen: string, advice: string, lines: readonly string[] = []): Finding {
  return { step, state: 'wrong', seen, cure: { advice, lines } };
}

/** @param why completes the sentence "not tried: …" */
export function notTried(step: string, why: string): Finding {
  return { step, state: 'not tried', seen: why };
}

export function notApplicable(step: string, why: string): Finding {
  return { step, state: 'not applicable', seen: why };
}
