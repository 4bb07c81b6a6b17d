/** The doctor's result for one step of the examination. */
export type Finding =
  | { step: string; state: 'fine' | 'not applicable' | 'not tried'; seen: string }
  | { step: string; state: 'look' | 'wrong'; seen: string; cure: Cure };

export type State = Finding['state'];

/** How to fix what the doctor has found: a sentence, and command lines that are ready to copy. */
export interface Cure {
  advice: string;
  lines: readonly string[];
}

export function fine(step: string, seen: string): Finding {
  return { step, state: 'fine', seen };
}

/**
 * Makes a finding about something that works, but that the person who runs the server should look at. Scripts do not
 * count such a finding as a failure.
 */
export function look(step: string, seen: string, advice: string, lines: readonly string[] = []): Finding {
  return { step, state: 'look', seen, cure: { advice, lines } };
}

/**
 * Makes a finding about a fault: guests fail because of it, or strangers get in. Every fault comes with advice on how
 * to fix it.
 */
export function wrong(step: string, seen: string, advice: string, lines: readonly string[] = []): Finding {
  return { step, state: 'wrong', seen, cure: { advice, lines } };
}

/**
 * Makes a finding for a step that was not tried.
 *
 * @param why completes the sentence "not tried: …"
 */
export function notTried(step: string, why: string): Finding {
  return { step, state: 'not tried', seen: why };
}

export function notApplicable(step: string, why: string): Finding {
  return { step, state: 'not applicable', seen: why };
}
