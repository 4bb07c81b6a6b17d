import { expect, test } from 'vitest';
import { parseHandlerSettings, parseLivekitSettings } from './configuration.ts';
import { judgeWebhook } from './judgeWebhook.ts';

const handler = (more = '') => parseHandlerSettings(`LIVEKIT_API_KEY=API1\nLIVEKIT_API_SECRET=s\n${more}`);

function judge(yaml: string, settings = handler()) {
  const livekit = parseLivekitSettings(`port: 7880\n${yaml}`);
  if (!livekit.ok) throw new Error(livekit.failure);
  const { state, seen } = judgeWebhook(livekit.value.webhook, settings);
  return `${state}: ${seen}`;
}

test('a webhook to the handler, signed with its key, is fine, whatever its port and its other receivers', () => {
  expect(judge("webhook: { api_key: API1, urls: ['http://127.0.0.1:5000/webhook'] }")).toBe(
    'fine: http://127.0.0.1:5000/webhook',
  );
  const urls = 'https://own.example/, http://127.0.0.1:5005/webhook';
  expect(judge(`webhook: { api_key: API1, urls: [${urls}] }`, handler('HOST=0.0.0.0\nPORT=5005'))).toMatch(
    /^fine/,
  );
});

test('a missing webhook, one to elsewhere only, and one with another key are reported', () => {
  expect(judge('')).toContain('look: LiveKit does not tell the token handler who joins: webhook.urls is not');
  expect(judge('webhook: { api_key: API1, urls: [https://own.example/] }')).toContain('is https://own.');
  expect(judge("webhook: { api_key: API2, urls: ['http://127.0.0.1:5000/webhook'] }")).toContain(
    'look: LiveKit signs with the key API2',
  );
});
