/** Prints the combined counts of both test commands, as the last line of `.ci/run`. */
import { printCounts } from '../testing/count.ts';

printCounts(['unit tests', 'e2e tests', 'deployment']);
