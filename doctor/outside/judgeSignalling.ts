import { fine, look, notTried, wrong, type Finding } from '../finding.ts';
import type { Hold } from '../join/holdOpen.ts';
import type { SignallingFailure } from '../join/openSignalling.ts';
import { newKeyPair, setTokenSetting } from '../installCommands.ts';
import { describeNoAnswer, type Answer } from './request.ts';
import type { SignallingObservation } from './askSignalling.ts';

const upgradeLines = [
  'proxy_http_version 1.1;',
  'proxy_set_header Upgrade $http_upgrade;',
  'proxy_set_header Connection upgrade;',
];

const livekitLines = [
  'sudo systemctl restart first-room-livekit',
  'sudo journalctl -u first-room-livekit --since -1h',
];

export function judgeSignalling(observed: SignallingObservation): Finding[] {
  const { validate, webSocket } = observed;
  const overHttp = judgeValidate(validate);
  return [
    overHttp,
    judgeLongAddress(observed),
    webSocket.ok
      ? fine('WebSocket', 'joined over /rtc')
      : overHttp.state === 'fine'
        ? judgeWebSocket(webSocket.failure)
        : notTried('WebSocket', 'it needs a working /rtc/validate'),
  ];
}

/** Judges LiveKit's answer about the token, or finds out which program answered instead of LiveKit. */
function judgeValidate(validate: SignallingObservation['validate']): Finding {
  const step = 'signalling';
  if (!validate.ok) {
    return wrong(
      step,
      `/rtc/validate ${describeNoAnswer(validate.failure)}`,
      "The address in the token handler's answer leads nowhere: compare LIVEKIT_URL with where LiveKit is reached from outside.",
      setTokenSetting('LIVEKIT_URL', 'same-origin'),
    );
  }
  const { status, body } = validate.value;
  if (status === 200 && body.trim() === 'success') return fine(step, '/rtc/validate accepts the token');
  // LiveKit repeats the token in its refusal, so the doctor reads the body but never shows it.
  if (status === 401) return judgeUnauthorized(step, body);
  if (status >= 500) {
    return wrong(
      step,
      `/rtc/validate answers ${String(status)}: LiveKit is not running, or not where nginx expects it`,
      'Start it. It ends with status 0 if its configuration is wrong; its log says why.',
      [...livekitLines, 'curl -si http://127.0.0.1:7880/ | head -1'],
    );
  }
  const limit = headerLimit(validate.value);
  if (limit !== undefined)
    return wrong(step, `/rtc/validate answers ${limit}`, tooShort.advice, tooShort.lines);
  return wrong(
    step,
    `/rtc/validate answers ${String(status)}, but not with LiveKit's text: the path does not lead to LiveKit`,
    'Forward /rtc and the paths below it to LiveKit.',
    [
      'location ~ ^/rtc(/[a-z0-9]+)*$ { proxy_pass http://127.0.0.1:7880$uri$is_args$args; }',
      ...upgradeLines,
    ],
  );
}

function judgeUnauthorized(step: string, body: string): Finding {
  if (/not valid yet/.test(body)) {
    return wrong(
      step,
      "LiveKit rejects the token as not valid yet: the token handler's clock is ahead of LiveKit's",
      'Synchronise both clocks by NTP.',
      clockLines,
    );
  }
  if (/expired/.test(body)) {
    return wrong(
      step,
      "LiveKit rejects the token as expired: the token handler's clock is behind LiveKit's",
      'Synchronise both clocks by NTP.',
      clockLines,
    );
  }
  const isKey = /invalid API key/.test(body);
  return wrong(
    step,
    isKey
      ? "LiveKit does not know the token handler's API key"
      : "LiveKit refuses the token: the token handler's secret is not the one that LiveKit has for this key",
    'Give both the same pair: install.sh makes a new one if there is none, and restarts both. (LIVEKIT_API_KEY and LIVEKIT_API_SECRET of the handler, "key: secret" of LiveKit.)',
    newKeyPair,
  );
}

export const clockLines = [
  'timedatectl   # "System clock synchronized: yes"?',
  'sudo systemctl enable --now chronyd || sudo systemctl enable --now chrony   # Oracle Linux || Ubuntu',
  'sudo chronyc makestep',
];

const tooShort = {
  advice:
    'The address of a join contains its offer: allow 32 kB, in nginx and in the load balancer (on OCI a rule set of type HTTP_HEADER with 32 kB; the default is 8 kB).',
  lines: ['large_client_header_buffers 4 32k;', 'tune.bufsize 32768   # haproxy, in global'],
};

/** Describes the answer of a proxy for which the request line or a header is too long. */
function headerLimit({ status }: Answer): string | undefined {
  switch (status) {
    case 400:
      return "400 (Bad Request: so OCI's load balancer and haproxy say that a header is too long)";
    case 414:
      return '414 (URI Too Long)';
    case 431:
      return '431 (Request Header Fields Too Large)';
    default:
      return undefined;
  }
}

function judgeLongAddress({ validate, longAddresses }: SignallingObservation): Finding {
  const step = 'long address';
  if (!validate.ok) return notTried(step, 'a short one gets no answer');
  // With a status other than 200 and 401 the answer is not LiveKit's but a proxy's, which would answer a long URL in
  // the same way. So there is nothing to compare.
  const { status } = validate.value;
  if (status !== 200 && status !== 401) return notTried(step, 'LiveKit does not answer a short one');
  // If LiveKit refuses the token, the step has passed as well: the long URL has reached LiveKit.
  const index = longAddresses.findIndex(({ answer }) => !answer.ok || answer.value.status !== status);
  const failed = longAddresses[index];
  const longest = failed === undefined ? longAddresses.at(-1) : longAddresses[index - 1];
  if (failed === undefined) return fine(step, `${addressOf(longest?.bytes ?? 0)} gets through`);
  const { answer } = failed;
  const end = answer.ok
    ? `gets ${headerLimit(answer.value) ?? `${String(answer.value.status)}, a short one does not`}`
    : describeNoAnswer(answer.failure);
  const but =
    longest === undefined
      ? ''
      : `; ${addressOf(longest.bytes)} gets through, so only guests with a long token or many tracks are rejected`;
  return wrong(step, `${addressOf(failed.bytes)} ${end}${but}`, tooShort.advice, tooShort.lines);
}

function addressOf(bytes: number): string {
  return `an address of ${String(bytes / 1000)} kB`;
}

/**
 * Judges why no WebSocket came about. /rtc/validate has succeeded before, so LiveKit is reachable and accepts the
 * token.
 */
function judgeWebSocket(failure: SignallingFailure): Finding {
  const step = 'WebSocket';
  const upgrade =
    "Something in front of LiveKit passes requests on without their Upgrade header. In nginx these lines belong to the location of /rtc; OCI's load balancer needs a listener of protocol HTTP (not HTTP/2).";
  switch (failure.kind) {
    case 'no answer':
      return wrong(step, `/rtc ${describeNoAnswer(failure.code)}`, upgrade, upgradeLines);
    case 'not LiveKit':
      return wrong(
        step,
        '/rtc becomes a WebSocket, but LiveKit sends nothing on it',
        'WebSockets are forwarded elsewhere than other requests: forward both to LiveKit.',
        upgradeLines,
      );
    case 'not upgraded':
      break;
  }
  if (failure.status === 503) {
    return wrong(
      step,
      '/rtc answers 503: LiveKit accepts nobody, because it has reached a limit or is shutting down',
      'Check `limit` in its configuration, and its log.',
      livekitLines,
    );
  }
  // The cause may be a proxy that drops the Upgrade header: without it livekit-server 1.13.5 answers 404.
  return wrong(
    step,
    `/rtc answers ${String(failure.status)} instead of becoming a WebSocket`,
    upgrade,
    upgradeLines,
  );
}

export function judgeHold({ seconds, end }: Hold): Finding {
  const step = 'idle time';
  const stood = `${seconds.toFixed(0)} s`;
  if (end !== 'cut') return fine(step, `a connection with only pings stayed open for ${stood}`);
  return wrong(
    step,
    `a connection was closed after ${stood}, although both sides ping`,
    'Let the load balancer and nginx keep WebSockets open: LiveKit pings every 10 s, clients every 5 s, and calls last for hours.',
    ['proxy_read_timeout 120s;', 'proxy_send_timeout 120s;', 'timeout tunnel 1h   # haproxy'],
  );
}

/**
 * Judges the version of livekit-server.
 *
 * @param tested the version that this project is tested with
 */
export function judgeVersion(version: string, tested: string): Finding {
  const step = 'LiveKit';
  if (version === tested) return fine(step, `version ${version}`);
  return look(
    step,
    `version ${version}; First Room is tested with ${tested}`,
    'This need not be a problem. If something fails, try the tested version.',
    [`https://github.com/livekit/livekit/releases/tag/v${tested}`],
  );
}
