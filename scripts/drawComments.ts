/**
 * Draws random comments from the code, for a reader who has not seen the code. Comments that the reader does not
 * understand are to be rewritten.
 *
 * `npm run comments -- --count 100 --seed 1`: the same seed draws the same comments of the same code.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: { count: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' } },
});

interface Comment {
  /** Path and line of the comment. */
  place: string;
  text: string;
}

/** Finds comments on lines of their own: a block, or consecutive lines with `//`. */
function commentsOf(path: string): Comment[] {
  const found: Comment[] = [];
  const lines = readFileSync(join(root, path), 'utf8').split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const first = at;
    const line = lines[at]?.trim() ?? '';
    if (line.startsWith('/*')) {
      while (at < lines.length && !lines[at]?.includes('*/')) at += 1;
    } else if (line.startsWith('//')) {
      while (lines[at + 1]?.trim().startsWith('//')) at += 1;
    } else {
      continue;
    }
    const text = lines
      .slice(first, at + 1)
      .map((each) =>
        each
          .trim()
          .replace(/^(?:\/\*\*?|\*\/|\*|\/\/) ?/, '')
          .replace(/ ?\*\/$/, ''),
      )
      .join('\n')
      .trim();
    found.push({ place: `${path}:${first + 1}`, text });
  }
  return found;
}

/** Pseudo-random numbers from 0 to 1, the same for a given seed (mulberry32, https://github.com/cprosche/mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const paths = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n');
const comments = paths.flatMap(commentsOf);
const random = randomNumbers(Number(options.seed));
for (let drawn = 1; drawn <= Number(options.count) && comments.length > 0; drawn += 1) {
  const [comment] = comments.splice(Math.floor(random() * comments.length), 1);
  if (comment) console.log(`${drawn}. ${comment.place}\n${comment.text}\n`);
}
