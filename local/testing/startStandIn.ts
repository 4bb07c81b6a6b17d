import { runCommandLine } from '../commandLine.ts';
import { standInProject } from './standInProject.ts';

/** Runs `npm start` with the stand-ins for app and token handler, as a process that tests can interrupt. */
process.exit(await runCommandLine(process.argv.slice(2), () => standInProject));
