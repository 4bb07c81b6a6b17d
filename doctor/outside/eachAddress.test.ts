import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { failed, success } from '../../common/result.ts';
import { judgeAddresses, tryAddresses, type AddressObservation } from './eachAddress.ts';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => void server.close(resolve));
});

async function serve(address: string, port: number, page: string): Promise<number> {
  const server = createServer((_asked, answer) => answer.end(page));
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(port, address, resolve));
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? bound.port : 0;
}

const page = '<div id="root"></div>';
const say = (target: URL, observed: readonly AddressObservation[]) =>
  judgeAddresses(target, observed, new Date()).map(({ step, state, seen }) => `${state} | ${step} | ${seen}`);

test('an address without a server, or with another page, is reported beside those that are fine', async () => {
  const port = await serve('127.0.0.1', 0, page);
  await serve('127.0.0.2', port, 'Welcome to nginx!');
  const target = new URL(`http://room.example:${String(port)}/`);
  expect(say(target, await tryAddresses(target, ['127.0.0.1', '127.0.0.2', '127.0.0.3']))).toEqual([
    'wrong | name: each address | 127.0.0.2 answers with another page; 127.0.0.3 refuses the connection: nothing listens there. 127.0.0.1 is fine',
  ]);
});

const target = new URL('http://room.example/');
const good = {
  address: '203.0.113.5',
  page: success({ status: 200, headers: {}, body: page }),
  certificate: undefined,
};
const six = (code: string) => ({ address: '2001:db8::1', page: failed(code), certificate: undefined });

test('an AAAA record without a server is wrong, with the record as the cure', () => {
  expect(judgeAddresses(target, [good, six('timeout')], new Date())).toMatchObject([
    {
      state: 'wrong',
      seen: expect.stringContaining('2001:db8::1 does not answer'),
      cure: { lines: expect.arrayContaining(['dig +short AAAA room.example']) },
    },
  ]);
});

test('without IPv6 on this machine nothing is reported about IPv6', () => {
  expect(say(target, [good, six('ENETUNREACH')])).toEqual([
    'fine | name: each address | 203.0.113.5: the same page',
    "not tried | name: each address | 2001:db8::1 can't be reached from this machine's network",
  ]);
});

test('nothing is reported when every address fails, since the page step reports it', () => {
  expect(say(target, [six('timeout'), { ...good, page: failed('ECONNREFUSED') }])).toEqual([]);
});
