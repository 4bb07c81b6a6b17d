import { fine, look, wrong, type Cure, type Finding } from '../finding.ts';
import type { Result } from '../../common/result.ts';
import type { RedisPlace } from '../machine/configuration.ts';
import { applySettings } from '../installCommands.ts';
import { withPort } from '../outside/addresses.ts';
import { describeNoAnswer } from '../outside/request.ts';
import type { RedisObservation } from './readRedis.ts';

const settings = '/etc/redis/redis.conf';
const restart = 'sudo systemctl restart redis-server   # redis on Oracle Linux';

function placeOf({ host, port }: RedisPlace): string {
  return withPort(host, port);
}

/** Judges the Sentinels' answers about the primary. Two of three have to agree, so one may be unreachable. */
export function judgeSentinels(
  answers: readonly { sentinel: RedisPlace; primary: Result<RedisPlace, string> }[],
): Finding {
  const step = 'sentinel';
  const named = answers.flatMap(({ primary }) => (primary.ok ? [placeOf(primary.value)] : []));
  const silent = answers.flatMap(({ sentinel, primary }) =>
    primary.ok ? [] : [`${placeOf(sentinel)} ${describe(primary.failure)}`],
  );
  const lines = ['sudo systemctl restart redis-sentinel', 'redis-cli -p 26379 sentinel masters'];
  if (new Set(named).size > 1) {
    return wrong(
      step,
      `they do not agree on the primary: ${[...new Set(named)].join(', ')}`,
      'Nodes that ask different ones make two rooms of one. If this does not pass within a minute, Sentinels do not see each other: look at each.',
      lines,
    );
  }
  if (silent.length === 0) return fine(step, `all ${String(answers.length)} name ${named[0] ?? ''}`);
  const seen = silent.join('; ');
  const advice = 'Without two of three that agree no Redis takes the place of one that is lost.';
  return named.length > answers.length / 2
    ? look(step, seen, advice, lines)
    : wrong(step, seen, advice, lines);
}

export function judgeNoRedis(place: RedisPlace, failure: string): Finding {
  const isPassword = /^(WRONGPASS|NOAUTH|NOPERM)/.test(failure);
  return wrong(
    'redis',
    `${placeOf(place)} ${describe(failure)}`,
    isPassword
      ? 'The password in livekit.local.yaml is not the one of this Redis (requirepass).'
      : 'Nobody new gets into any room until it is back. Start it, or open the way to it between the VMs.',
    isPassword
      ? [
          'sudo grep -n "^requirepass" /etc/redis/redis.conf',
          'sudoedit /etc/first-room/livekit.local.yaml',
          applySettings,
        ]
      : ['sudo systemctl restart redis-server', 'sudo journalctl -u redis-server --since -1h'],
  );
}

/**
 * Judges a Redis. Data that it loses splits rooms in two: the next guest of an open room gets a second room of that
 * name.
 */
export function judgeRedis(place: RedisPlace, observed: RedisObservation): Finding[] {
  const { role, pingMs, isAppendOnly, refusal, evicts, replicas } = observed;
  if (role !== 'master') {
    return [
      wrong(
        'redis',
        `${placeOf(place)} is a replica (${role}), to which LiveKit can't write`,
        'Name the primary in livekit.local.yaml, or let Sentinel name it: sentinel_master_name and sentinel_addresses.',
        ['redis-cli info replication', 'sudoedit /etc/first-room/livekit.local.yaml', applySettings],
      ),
    ];
  }
  if (refusal !== undefined) {
    const { advice, lines } = cureOfRefusal(place, refusal);
    return [wrong('redis', `${placeOf(place)} answers, but refuses every change: ${refusal}`, advice, lines)];
  }
  return [
    fine('redis', `${placeOf(place)} is the primary, and answers in ${pingMs.toFixed(0)} ms`),
    judgePersistence(isAppendOnly),
    ...(evicts === undefined
      ? []
      : [
          wrong(
            'redis: memory',
            `when it is full it throws out what it likes (${evicts}), rooms as well`,
            'Let it refuse instead.',
            [`maxmemory-policy noeviction   # in ${settings}`, restart],
          ),
        ]),
    replicas > 0
      ? fine('redis: replicas', String(replicas))
      : look(
          'redis: replicas',
          'none: with its disk all rooms are lost',
          'Give it a replica on another machine, and Sentinel beside both (deploy/cluster/redis).',
          [`replicaof ${place.host} ${String(place.port)}   # in ${settings} of another machine`],
        ),
  ];
}

/** How to fix a Redis that refuses writes. LiveKit exits when it can't register, and is restarted again and again. */
function cureOfRefusal(place: RedisPlace, refusal: string): Cure {
  const redis = `redis-cli -h ${place.host} -p ${String(place.port)}`;
  const password = `export REDISCLI_AUTH=$(sudo sed -n 's/^requirepass //p' ${settings})`;
  switch (/^[A-Z]+/.exec(refusal)?.[0]) {
    case 'OOM':
      return {
        advice:
          'Its memory is full up to maxmemory. A room takes some kB, so mostly other programs fill it: give Redis more, or LiveKit a Redis of its own.',
        lines: [password, `${redis} config set maxmemory 512mb`, `${redis} config rewrite`],
      };
    case 'MISCONF':
      return {
        advice:
          'Its last write to the disk failed, mostly because the disk is full. It takes changes again when a write has gone well.',
        lines: [password, 'df -h /var/lib/redis', 'sudo journalctl --vacuum-size=200M', `${redis} bgsave`],
      };
    case 'NOREPLICAS':
      return {
        advice:
          'min-replicas-to-write wants more replicas than are there and up to date. Bring them back; until then it can ask for none.',
        lines: [password, `${redis} info replication`, `${redis} config set min-replicas-to-write 0`],
      };
    default:
      return {
        advice: 'LiveKit needs a Redis that it can write to: the primary, and a user who may.',
        lines: [password, `${redis} info replication`, 'sudo journalctl -u redis-server --since -1h'],
      };
  }
}

function judgePersistence(isAppendOnly: boolean | undefined): Finding {
  const step = 'redis: on disk';
  if (isAppendOnly === true) return fine(step, 'every change (appendonly)');
  return look(
    step,
    isAppendOnly === undefined ? 'it does not say' : 'not every change: a restart forgets the newest rooms',
    'Then the next guest of an open room gets a second room of that name, alone. Let it keep every change.',
    [`appendonly yes   # in ${settings}`, restart],
  );
}

/** Redis' own refusals are complete sentences. */
function describe(failure: string): string {
  return /^[A-Z]+ /.test(failure) ? `refuses: ${failure}` : describeNoAnswer(failure);
}
