import { dirname } from 'node:path';
import { runCommandLine } from './commandLine.ts';
import { builtProject, devProject } from './project.ts';

const root = dirname(import.meta.dirname);

process.exit(
  await runCommandLine(process.argv.slice(2), (dev) => (dev ? devProject(root) : builtProject(root))),
);
