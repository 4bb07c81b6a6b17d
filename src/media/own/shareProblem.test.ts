import { expect, test } from 'vitest';
import { shareProblem } from './shareProblem.ts';

/** The messages of the errors with which Chromium 156 and Firefox ESR 153 reject `getDisplayMedia`. */
const chromium = 'Permission denied';
const firefox = 'The request is not allowed by the user agent or the platform in the current context.';
const safari = `${firefox.slice(0, -1)}, possibly because the user denied permission.`;
const policy =
  "Failed to execute 'getDisplayMedia' on 'MediaDevices': Access to the feature \"display-capture\" is disallowed by permissions policy.";

function refusal(message: string, name = 'NotAllowedError'): Error {
  return Object.assign(new Error(message), { name });
}

test.each([chromium, firefox, safari])('cancelling the browser’s prompt is not a problem: %s', (text) => {
  expect(shareProblem(refusal(text), 1500)).toBeUndefined();
});

test.each([chromium, firefox, safari])(
  'a refusal that comes before a guest can answer is reported: %s',
  (text) => {
    expect(shareProblem(refusal(text), 281)).toBe('refusedUnasked');
  },
);

test('a refusal by the page’s permissions policy is reported, however long it takes', () => {
  expect(shareProblem(refusal(policy), 1500)).toBe('refusedUnasked');
});

test('a refusal by the operating system is reported as such', () => {
  expect(shareProblem(refusal('Permission denied by system'), 1500)).toBe('refusedBySystem');
  expect(shareProblem(refusal('The object can not be found here.', 'NotFoundError'), 1500)).toBe(
    'refusedBySystem',
  );
});

test('any other failure is reported', () => {
  expect(shareProblem(refusal('Could not start video source', 'NotReadableError'), 1500)).toBe('failed');
  expect(shareProblem('no error', 1500)).toBe('failed');
});
