/** The last line of `.ci/run`: what both test commands counted, together. */
import { printCounts } from '../testing/count.ts';

printCounts(['unit tests', 'stories', 'deployment']);
