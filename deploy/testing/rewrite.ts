import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What deploy/ ships. */
export const shipped = join(import.meta.dirname, '..');

/** What has to be different because the VM is a folder: the text as it is shipped, and what takes its place. */
export type Changes = Readonly<Record<string, string>>;

/** Text with the changes made. A change that finds nothing means that what is shipped is not what the test thinks. */
export function rewrite(text: string, changes: Changes, name = 'the text'): string {
  let changed = text;
  for (const [from, to] of Object.entries(changes)) {
    if (!changed.includes(from)) throw new Error(`${name} has no ${JSON.stringify(from)} to be changed.`);
    changed = changed.replaceAll(from, to);
  }
  return changed;
}

/** Puts a shipped file somewhere, with the changes. */
export async function installFile(file: string, place: string, changes: Changes = {}): Promise<void> {
  const text = await readFile(join(shipped, file), 'utf8');
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, rewrite(text, changes, file));
}
