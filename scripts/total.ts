/** The last line of `.ci/run`: what both test commands counted, together. */
import { printCounts } from './count.ts';

printCounts(['unit tests', 'stories', 'deployment']);
