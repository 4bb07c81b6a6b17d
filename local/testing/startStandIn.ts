import { runCommandLine } from '../commandLine.ts';
import { standInProject } from './standInProject.ts';

/** `npm start` with the stand-ins, as a program that tests can interrupt. */
process.exit(await runCommandLine(process.argv.slice(2), () => standInProject));
