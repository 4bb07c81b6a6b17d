import { expect, test } from 'vitest';
import { failed, success } from '../../common/result.ts';
import { judgePage } from './judgePage.ts';
import type { PageObservation } from './readPage.ts';
import type { Answer } from './request.ts';

const answer = (status: number, headers: Answer['headers'] = {}, body = '') =>
  success({ status, headers, body });

/** The headers that nginx sends with the page in the configuration of deploy/. */
const pageHeaders = {
  'content-type': 'text/html',
  'cache-control': 'no-cache',
  'content-security-policy': "default-src 'none'; connect-src 'self' wss://room.example",
  'permissions-policy': 'camera=(self), microphone=(self), geolocation=()',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

const assetHeaders = {
  'content-type': 'text/javascript',
  'cache-control': 'public, max-age=31536000, immutable',
  'content-encoding': 'br',
};

const target = new URL('https://room.example/');

const good: PageObservation = {
  target,
  page: answer(200, pageHeaders, '<div id="root"></div>'),
  overHttp: answer(301, { location: 'https://room.example/' }),
  asset: { path: './assets/index-abc.js', answer: answer(200, assetHeaders) },
  missingAsset: answer(404),
  tokenEndpoint: new URL('/token', target),
};

const unwell = (observed: Partial<PageObservation>) =>
  judgePage({ ...good, ...observed }).flatMap(({ step, state }) =>
    state === 'wrong' || state === 'look' ? [`${state}: ${step}`] : [],
  );

const withHeaders = (headers: Answer['headers']) =>
  unwell({ page: answer(200, { ...pageHeaders, ...headers }, '<div id="root">') });

test('a page served by deploy/ is fine in every step', () => {
  const findings = judgePage(good);
  expect(new Set(findings.map(({ state }) => state))).toEqual(new Set(['fine']));
  expect(findings).toHaveLength(10);
});

test('no answer, or another page, ends the examination of the page', () => {
  expect(unwell({ page: failed('ECONNREFUSED') })).toEqual(['wrong: page']);
  expect(unwell({ page: answer(502) })).toEqual(['wrong: page']);
  expect(unwell({ page: answer(404) })).toEqual(['wrong: page']);
  expect(unwell({ page: answer(200, {}, 'Welcome to nginx!') })).toEqual(['wrong: page']);
});

test('a page served over http instead of redirected to https is wrong; a closed port 80 is to look at', () => {
  expect(unwell({ overHttp: answer(200) })).toEqual(['wrong: http to https']);
  expect(unwell({ overHttp: answer(301, { location: 'http://room.example/x' }) })).toEqual([
    'wrong: http to https',
  ]);
  expect(unwell({ overHttp: failed('ECONNREFUSED') })).toEqual(['look: http to https']);
  expect(unwell({ target: new URL('http://room.example/'), overHttp: undefined })).toEqual([
    'wrong: http to https',
  ]);
});

test('scripts that are missing, or served as HTML, are wrong', () => {
  expect(unwell({ asset: { path: 'a.js', answer: answer(404) } })).toEqual(['wrong: scripts']);
  expect(unwell({ asset: { path: 'a.js', answer: answer(200, { 'content-type': 'text/html' }) } })).toEqual([
    'wrong: scripts',
  ]);
});

test('wrong caching, missing compression and a page for missing scripts are to look at', () => {
  expect(withHeaders({ 'cache-control': 'max-age=3600' })).toEqual(['look: page: cache']);
  expect(
    unwell({ asset: { path: 'a.js', answer: answer(200, { 'content-type': 'text/javascript' }) } }),
  ).toEqual(['look: scripts: cache', 'look: scripts: compression']);
  expect(unwell({ missingAsset: answer(200) })).toEqual(['look: missing script']);
});

test('headers that forbid the camera or LiveKit are wrong; missing ones are to look at', () => {
  expect(withHeaders({ 'permissions-policy': 'microphone=(self), camera=()' })).toEqual([
    'wrong: headers: permissions',
  ]);
  expect(withHeaders({ 'content-security-policy': "default-src 'none'" })).toEqual(['wrong: headers: CSP']);
  expect(withHeaders({ 'content-security-policy': "default-src 'self'" })).toEqual([]);
  expect(withHeaders({ 'content-security-policy': undefined })).toEqual(['look: headers: CSP']);
  expect(withHeaders({ 'strict-transport-security': undefined })).toEqual(['look: headers: others']);
});
