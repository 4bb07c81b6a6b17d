import { runCommandLine } from '../commandLine.ts';
import { standInProject } from './standInProject.ts';

/** `npm start` as a program that tests can interrupt, with the stand-ins. */
process.exit(await runCommandLine(process.argv.slice(2), () => standInProject));
