import { expect, test } from 'vitest';
import { conclude } from './conclude.ts';
import { diagnosis, type Judgement } from './judge.ts';

const fine: Judgement = { verdict: 'fine', findings: [] };
const slow: Judgement = { verdict: 'slow', findings: [], diagnosis: diagnosis('server_slow') };
const limited: Judgement = { verdict: 'limited', findings: [], diagnosis: diagnosis('udp_closed') };
const blocked: Judgement = { verdict: 'blocked', findings: [], diagnosis: diagnosis('media_blocked') };

test('the conclusion is the most severe diagnosis, whichever step it comes from', () => {
  expect(conclude([fine, slow, limited, blocked]).kind).toBe('media_blocked');
  expect(conclude([slow, limited, fine]).kind).toBe('udp_closed');
  expect(conclude([fine, slow]).kind).toBe('server_slow');
});

test('without problems the conclusion is that all is fine', () => {
  expect(conclude([fine, fine]).kind).toBe('all_fine');
});
