import { runDoctor } from './commandLine.ts';

const { env, stdout, stderr } = process;
// Not process.exit: what was written to a pipe has to get out first.
process.exitCode = await runDoctor(process.argv.slice(2), { environment: env, stdout, stderr });
