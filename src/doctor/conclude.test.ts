import { expect, test } from 'vitest';
import { conclude } from './conclude.ts';
import { diagnosis, type Judgement } from './judge.ts';

const fine: Judgement = { verdict: 'fine', findings: [] };
const slow: Judgement = { verdict: 'slow', findings: [], diagnosis: diagnosis('server_slow') };
const limited: Judgement = { verdict: 'limited', findings: [], diagnosis: diagnosis('udp_closed') };
const blocked: Judgement = { verdict: 'blocked', findings: [], diagnosis: diagnosis('media_blocked') };

test('the gravest is said, wherever it stands on the way', () => {
  expect(conclude([fine, slow, limited, blocked]).kind).toBe('media_blocked');
  expect(conclude([slow, limited, fine]).kind).toBe('udp_closed');
  expect(conclude([fine, slow]).kind).toBe('server_slow');
});

test('where nothing is wrong it says so', () => {
  expect(conclude([fine, fine]).kind).toBe('all_fine');
});
