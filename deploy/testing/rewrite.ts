import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The folder deploy/. */
export const shipped = join(import.meta.dirname, '..');

/** Replacements in shipped text that are needed because the VM is a folder: from the original text to its replacement. */
export type Changes = Readonly<Record<string, string>>;

/** Applies replacements to a text. Throws when one finds nothing: then the shipped file is not what the test expects. */
export function rewrite(text: string, changes: Changes, name = 'the text'): string {
  let changed = text;
  for (const [from, to] of Object.entries(changes)) {
    if (!changed.includes(from)) throw new Error(`${name} does not contain ${JSON.stringify(from)}.`);
    changed = changed.replaceAll(from, to);
  }
  return changed;
}

/** Copies a shipped file with replacements. */
export async function installFile(file: string, place: string, changes: Changes = {}): Promise<void> {
  const text = await readFile(join(shipped, file), 'utf8');
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, rewrite(text, changes, file));
}
