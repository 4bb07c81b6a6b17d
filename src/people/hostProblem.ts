import type { HostAnswer } from '../access/askAsHost.ts';
import { fieldOf } from '../../common/fieldOf.ts';

/**
 * Why a host's request failed: a key of `people.problem` in the messages. `full`: the room's state has no place for
 * another person. `busy`: too many requests.
 */
export type HostProblem = 'refused' | 'full' | 'busy' | 'failed';

/** Reads why a host's request failed; `undefined` if it did not fail. */
export function hostProblem({ outcome, body }: HostAnswer): HostProblem | undefined {
  if (outcome !== 'failed') return outcome === 'refused' ? outcome : undefined;
  switch (fieldOf(fieldOf(body, 'error'), 'code')) {
    case 'list_full':
      return 'full';
    case 'rate_limited':
      return 'busy';
    default:
      return 'failed';
  }
}
