import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { shipped } from './rewrite.ts';

/** Returns all blocks of shell commands in a Markdown file of deploy/, each as a list of lines. */
export async function guideBlocks(guide: string): Promise<string[][]> {
  const text = await readFile(join(shipped, guide), 'utf8');
  return [...text.matchAll(/^( *)```sh\n([^]*?)^\1```$/gm)].map(([, indent = '', block = '']) =>
    block
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(indent.length)),
  );
}

/** Returns the only block of shell commands in a guide that contains a word. */
export async function guideBlock(guide: string, word: string): Promise<string[]> {
  const found = (await guideBlocks(guide)).filter((lines) => lines.join('\n').includes(word));
  expect(found, `blocks of ${guide} with ${word}`).toHaveLength(1);
  return found[0] ?? [];
}

/** Removes the comments from shell commands, because they differ between the languages of a guide. */
export function withoutComments(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/(^|\s+)#.*/, '')).filter((line) => line !== '');
}

/**
 * Returns the commands of a block of README.md as one line for root. Fails unless the Japanese guide has the same
 * commands.
 */
export async function guideCommands(word: string): Promise<string> {
  const [lines, japanese] = await Promise.all(
    ['README.md', 'README.ja.md'].map(async (guide) => withoutComments(await guideBlock(guide, word))),
  );
  expect(japanese).toEqual(lines);
  return (lines ?? []).join('\n').replaceAll(/(^|\| )sudo /gm, '$1');
}
