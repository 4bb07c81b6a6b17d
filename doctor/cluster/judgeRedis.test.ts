import { expect, test } from 'vitest';
import { failed, success } from '../../common/result.ts';
import { judgeNoRedis, judgeRedis, judgeSentinels } from './judgeRedis.ts';
import { readInfo } from './readRedis.ts';

const place = { host: '10.0.1.21', port: 6379 };
const good = {
  pingMs: 1,
  role: 'master',
  isAppendOnly: true,
  refusal: undefined,
  replicas: 2,
  evicts: undefined,
};
const states = (more: Partial<Parameters<typeof judgeRedis>[1]>) =>
  judgeRedis(place, { ...good, ...more }).map(({ step, state }) => `${step}: ${state}`);

test('a Redis configured as in deploy/cluster is fine', () => {
  expect(states({})).toEqual(['redis: fine', 'redis: on disk: fine', 'redis: replicas: fine']);
});

test('settings that would lose rooms are reported', () => {
  expect(states({ isAppendOnly: false })).toContain('redis: on disk: look');
  expect(states({ replicas: 0 })).toContain('redis: replicas: look');
  expect(states({ evicts: 'allkeys-lru' })).toContain('redis: memory: wrong');
  expect(states({ role: 'slave' })).toEqual(['redis: wrong']);
});

test.each([
  ["OOM command not allowed when used memory > 'maxmemory'.", 'maxmemory 512mb'],
  ['MISCONF Redis is configured to save RDB snapshots', 'bgsave'],
  ['NOREPLICAS Not enough good replicas to write.', 'min-replicas-to-write 0'],
  ["READONLY You can't write against a read only replica.", 'info replication'],
])('a Redis that refuses changes is wrong and nothing else is: %s', (refusal, line) => {
  expect(states({ refusal })).toEqual(['redis: wrong']);
  expect(judgeRedis(place, { ...good, refusal })).toMatchObject([
    {
      seen: expect.stringContaining(refusal),
      cure: { lines: expect.arrayContaining([expect.stringContaining(line)]) },
    },
  ]);
});

test('INFO is parsed: a replica that lags does not count, and without a memory limit nothing is evicted', () => {
  const info = [
    '# Replication',
    'role:master',
    'connected_slaves:2',
    'slave0:ip=10.0.1.22,port=6379,state=online,offset=1,lag=0',
    'slave1:ip=10.0.1.23,port=6379,state=wait_bgsave,offset=0,lag=0',
    'aof_enabled:1',
    'maxmemory:0',
    'maxmemory_policy:allkeys-lru',
  ];
  expect(readInfo(info.join('\r\n'))).toEqual({
    role: 'master',
    isAppendOnly: true,
    replicas: 1,
    evicts: undefined,
  });
  expect(readInfo('maxmemory:1\r\nmaxmemory_policy:volatile-lru')).toMatchObject({
    isAppendOnly: undefined,
    evicts: 'volatile-lru',
  });
});

test('a wrong password and an unreachable Redis are reported differently', () => {
  expect(judgeNoRedis(place, 'WRONGPASS invalid username-password pair')).toMatchObject({
    cure: { advice: expect.stringContaining('requirepass') },
  });
  expect(judgeNoRedis(place, 'ECONNREFUSED')).toMatchObject({
    seen: '10.0.1.21:6379 refuses the connection: nothing listens there',
  });
});

test('Sentinels have to agree, and one of three may be unreachable', () => {
  const sentinel = { host: '10.0.1.21', port: 26_379 };
  const judge = (...primaries: Parameters<typeof judgeSentinels>[0][number]['primary'][]) =>
    judgeSentinels(primaries.map((primary) => ({ sentinel, primary }))).state;
  const named = success(place);
  expect(judge(named, named, named)).toBe('fine');
  expect(judge(named, named, failed('ECONNREFUSED'))).toBe('look');
  expect(judge(named, failed('timeout'), failed('ECONNREFUSED'))).toBe('wrong');
  expect(judge(named, success({ host: '10.0.1.22', port: 6379 }), named)).toBe('wrong');
});
