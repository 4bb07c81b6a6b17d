import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Finds a program on PATH, else in the folders where systems keep it.
 *
 * @param commands names to look for on PATH
 * @param places full paths of the program on systems that keep it elsewhere
 */
export function findProgram(commands: readonly string[], places: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...onPath, ...places].find((path) => existsSync(path));
}
