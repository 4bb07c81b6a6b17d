import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/**
 * Sizes of the window at which the layout changes. Media queries can't read custom properties, so style sheets and
 * `smallScreen` repeat these sizes. The unit is rem, so that a guest with large text gets the layout of a smaller
 * window.
 */
const breakpoints = {
  width: {
    '24rem':
      'most phones: from it the header names the speaker view, and the microphone has a menu beside its button',
    '30rem': 'phones in portrait orientation: below it notices and the header have two lines',
    '36rem':
      'below it few controls fit, and the header does not count listeners; from it the lobby of a low window has two columns, and the bar “You are sharing” is in the header',
    '48rem': 'below it the chat is below the stage, or covers it in a low window',
    '56rem': 'from it the lobby has two columns in every window, and the buttons of the header have words',
  },
  height: {
    '22rem': 'below it the controls of a phone in landscape orientation are in two columns',
    '32rem': 'phones in landscape orientation',
    '42rem': 'below it the notice about in-app browsers hides the link, which the address bar shows as well',
  },
};

const source = import.meta.dirname;

const queries = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(css|tsx?)$/.test(path) && !path.includes('.test.'))
  .flatMap((path) => readFileSync(join(source, path), 'utf8').match(/@media[^{]*|'\([^']*'/g) ?? [])
  .flatMap((query) =>
    Array.from(
      query.matchAll(/\((?:min-|max-)?(width|height)\b[^)]*?([\d.]+\w+)?\)/g),
      ([whole, side, length = whole]) => `${side}: ${length}`,
    ),
  );

test('the layout changes only at these sizes of the window, and at each of them', () => {
  const listed = Object.entries(breakpoints).flatMap(([side, sizes]) =>
    Object.keys(sizes).map((length) => `${side}: ${length}`),
  );
  expect([...new Set(queries)].toSorted()).toEqual(listed.toSorted());
});
