/**
 * Prints how many tests have passed, failed and been skipped in `npm test` and `npm run test:deploy`, as the last line
 * of `.ci/run`.
 */
import { printCounts } from '../testing/count.ts';

printCounts(['unit tests', 'e2e tests', 'deployment']);
