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

/**
 * Judges the Sentinels' answers to the question which Redis is the primary. Two of three have to agree, so one may be
 * unreachable.
 */
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
      "Nodes that use different primaries split a room in two. If this lasts for more than a minute, the Sentinels can't reach each other: check each of them.",
      lines,
    );
  }
  if (silent.length === 0) return fine(step, `all ${String(answers.length)} name ${named[0] ?? ''}`);
  const seen = silent.join('; ');
  const advice = 'Without two of three that agree, no other Redis replaces a lost primary.';
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
      ? "The password in livekit.local.yaml differs from this Redis's (requirepass)."
      : 'No new guest can join any room until it is back. Start it, or open the path to it between the VMs.',
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
 * Judges the state of a Redis. Losing data is a fault: the next guest of a room in use would get a second room of the
 * same name and not meet the others.
 */
export function judgeRedis(place: RedisPlace, observed: RedisObservation): Finding[] {
  const { role, pingMs, isAppendOnly, refusal, evicts, replicas } = observed;
  if (role !== 'master') {
    return [
      wrong(
        'redis',
        `${placeOf(place)} is a replica (${role}), to which LiveKit can't write`,
        'Set the primary in livekit.local.yaml, or let Sentinel find it: sentinel_master_name and sentinel_addresses.',
        ['redis-cli info replication', 'sudoedit /etc/first-room/livekit.local.yaml', applySettings],
      ),
    ];
  }
  if (refusal !== undefined) {
    const { advice, lines } = cureOfRefusal(place, refusal);
    return [wrong('redis', `${placeOf(place)} answers, but rejects every write: ${refusal}`, advice, lines)];
  }
  return [
    fine('redis', `${placeOf(place)} is the primary, and answers in ${pingMs.toFixed(0)} ms`),
    judgePersistence(isAppendOnly),
    ...(evicts === undefined
      ? []
      : [
          wrong(
            'redis: memory',
            `when it is full it evicts any keys (${evicts}), rooms as well`,
            'Let it reject writes instead.',
            [`maxmemory-policy noeviction   # in ${settings}`, restart],
          ),
        ]),
    replicas > 0
      ? fine('redis: replicas', String(replicas))
      : look(
          'redis: replicas',
          'none: if its disk is lost, so are all rooms',
          'Give it a replica on another machine, and Sentinel beside both (deploy/cluster/redis).',
          [`replicaof ${place.host} ${String(place.port)}   # in ${settings} of another machine`],
        ),
  ];
}

/**
 * Returns how to fix a Redis that refuses writes. LiveKit exits when it can't register there, and is restarted again
 * and again.
 */
function cureOfRefusal(place: RedisPlace, refusal: string): Cure {
  const redis = `redis-cli -h ${place.host} -p ${String(place.port)}`;
  const password = `export REDISCLI_AUTH=$(sudo sed -n 's/^requirepass //p' ${settings})`;
  switch (/^[A-Z]+/.exec(refusal)?.[0]) {
    case 'OOM':
      return {
        advice:
          'Its memory is full (maxmemory). A room takes a few kB, so other programs have probably filled it: give Redis more memory, or LiveKit a separate Redis.',
        lines: [password, `${redis} config set maxmemory 512mb`, `${redis} config rewrite`],
      };
    case 'MISCONF':
      return {
        advice:
          'Its last write to the disk failed, probably because the disk is full. It accepts writes again after a successful one.',
        lines: [password, 'df -h /var/lib/redis', 'sudo journalctl --vacuum-size=200M', `${redis} bgsave`],
      };
    case 'NOREPLICAS':
      return {
        advice:
          'min-replicas-to-write requires more replicas than are connected and up to date. Bring them back; until then set it to 0.',
        lines: [password, `${redis} info replication`, `${redis} config set min-replicas-to-write 0`],
      };
    default:
      return {
        advice: 'LiveKit needs a Redis that it can write to: the primary, with a user who may write.',
        lines: [password, `${redis} info replication`, 'sudo journalctl -u redis-server --since -1h'],
      };
  }
}

function judgePersistence(isAppendOnly: boolean | undefined): Finding {
  const step = 'redis: on disk';
  if (isAppendOnly === true) return fine(step, 'every change (appendonly)');
  return look(
    step,
    isAppendOnly === undefined ? 'unknown' : 'not every change: a restart loses the newest rooms',
    'The next guest of such a room then joins a second, empty room of that name. Let Redis save every change.',
    [`appendonly yes   # in ${settings}`, restart],
  );
}

/**
 * Describes why Redis can't be used. A refusal from Redis itself, such as `WRONGPASS …`, is quoted; a network error's
 * code is put into words.
 */
function describe(failure: string): string {
  return /^[A-Z]+ /.test(failure) ? `rejects the connection: ${failure}` : describeNoAnswer(failure);
}
