import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Path of the folder deploy/. */
export const shipped = join(import.meta.dirname, '..');

/**
 * Replacements in a shipped file, from the original text to the new one. They are needed because the VM is only a
 * folder.
 */
export type Changes = Readonly<Record<string, string>>;

/**
 * Applies replacements to a text. Throws when one of them finds nothing to replace: then the shipped file is not what
 * the test expects.
 */
export function rewrite(text: string, changes: Changes, name = 'the text'): string {
  let changed = text;
  for (const [from, to] of Object.entries(changes)) {
    if (!changed.includes(from)) throw new Error(`${name} does not contain ${JSON.stringify(from)}.`);
    changed = changed.replaceAll(from, to);
  }
  return changed;
}

/** Copies a shipped file to its place on the VM, with replacements. */
export async function installFile(file: string, place: string, changes: Changes = {}): Promise<void> {
  const text = await readFile(join(shipped, file), 'utf8');
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, rewrite(text, changes, file));
}
