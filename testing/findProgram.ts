import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @param commands names to look for on PATH
 * @param places where systems keep the program when it is not on PATH
 */
export function findProgram(commands: readonly string[], places: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...onPath, ...places].find((path) => existsSync(path));
}
