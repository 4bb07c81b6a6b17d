import { runDoctor } from './commandLine.ts';

const { env, stdout, stderr } = process;
// Sets the exit status instead of calling process.exit, which could lose output that was written to a pipe.
process.exitCode = await runDoctor(process.argv.slice(2), { environment: env, stdout, stderr });
