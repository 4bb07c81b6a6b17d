import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { leftOutFeature, withoutReactParts } from './withoutReactParts.ts';

const source = readFileSync(
  new URL('../node_modules/react-dom/cjs/react-dom-client.production.js', import.meta.url),
  'utf8',
);

test('the installed react-dom has all parts that the build leaves out, and the other lines stay where they are', () => {
  const lines = withoutReactParts(source).split('\n');
  expect(lines.length).toBe(source.split('\n').length);
  const kept = source
    .split('\n')
    .flatMap((line, index) => (line.startsWith('function renderRootSync') ? [index] : []));
  expect(kept.map((index) => lines[index])).toEqual([
    'function renderRootSync(root, lanes, shouldYieldForPrerendering) {',
  ]);
  expect(lines.join('\n')).toMatch(/function startViewTransition\([^)]*\) *\{\s*partLeftOut\(\);\s*\}/);
  expect(lines.join('\n')).toMatch(/function popHydrationState\(fiber\) *\{\s*\}/);
  expect(lines.join('\n')).not.toContain('FragmentInstance.prototype');
});

test('a part that does not exist any more fails the build with a message that names it', () => {
  expect(() => withoutReactParts(source.replaceAll('startViewTransition', 'beginViewTransition'))).toThrow(
    'react-dom has no startViewTransition any more. Find out what they are called now, or remove them from build/withoutReactParts.ts.',
  );
  expect(() => withoutReactParts(source.replace('isHydrating = !1', 'isHydrating = start()'))).toThrow(
    'react-dom has no isHydrating any more.',
  );
});

test.each([
  [`import { hydrateRoot } from 'react-dom/client';`, 'hydrateRoot'],
  [`import { memo, useActionState } from 'react';`, 'useActionState'],
  [`import { preconnect } from 'react-dom';`, 'preconnect'],
  [`import { ViewTransition } from 'react';`, 'ViewTransition'],
  [`return <title>{name}</title>;`, '<title'],
  [`return <body className={look}>`, '<body'],
  [`return <form method="post" action={join}>`, '<form method="post" action='],
  [`return <button formAction={join}>`, 'formAction='],
  [`return <Fragment key={name} ref={part}>`, '<Fragment key={name} ref='],
])('the app may not use %s', (code, feature) => {
  expect(leftOutFeature(code)).toBe(feature);
});

test.each([
  `import { memo, useTransition } from 'react'; link.rel = 'preconnect';`,
  `return <form onSubmit={join}><label>{title}</label></form>;`,
  `const links = rels.map((rel) => ({ rel, name: 'preconnect' }));`,
])('the app may use %s', (code) => {
  expect(leftOutFeature(code)).toBeUndefined();
});
