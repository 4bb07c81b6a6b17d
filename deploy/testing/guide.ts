import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { shipped } from './rewrite.ts';

/** All blocks of shell commands in a Markdown file below deploy/. Each block is a list of lines. */
export async function guideBlocks(guide: string): Promise<string[][]> {
  const text = await readFile(join(shipped, guide), 'utf8');
  return [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block.trim().split('\n'));
}

/** The one block that has a word in it. */
export async function guideBlock(guide: string, word: string): Promise<string[]> {
  const found = (await guideBlocks(guide)).filter((lines) => lines.join('\n').includes(word));
  expect(found, `blocks of ${guide} with ${word}`).toHaveLength(1);
  return found[0] ?? [];
}

/** The same commands in another language have other comments. */
export function withoutComments(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(/(^|\s+)#.*/, '')).filter((line) => line !== '');
}
