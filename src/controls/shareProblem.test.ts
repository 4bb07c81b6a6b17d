import { expect, test } from 'vitest';
import { shareProblem } from './shareProblem.ts';

function refusal(message: string): Error {
  return Object.assign(new Error(message), { name: 'NotAllowedError' });
}

test('a screen share that the guest calls off is not a problem', () => {
  expect(shareProblem(refusal('Permission denied'))).toBeUndefined();
  expect(
    shareProblem(
      refusal('The request is not allowed by the user agent or the platform in the current context.'),
    ),
  ).toBeUndefined();
});

test('a screen share that the system refuses is told as such', () => {
  expect(shareProblem(refusal('Permission denied by system'))).toBe('refusedBySystem');
});

test('a screen share that fails otherwise is told', () => {
  expect(shareProblem(refusal('Access to the feature is disallowed by permissions policy.'))).toBe('failed');
  expect(shareProblem(new Error('Could not start video source'))).toBe('failed');
});
