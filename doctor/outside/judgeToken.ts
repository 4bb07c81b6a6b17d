import { fine, look, notApplicable, notTried, wrong, type Finding } from '../finding.ts';
import { setTokenSetting } from '../installCommands.ts';
import { hostOf, isHere, reachOf, type Reach } from './addresses.ts';
import {
  elsewhere,
  forgedAddress,
  type Grant,
  type TokenFailure,
  type TokenObservation,
} from './askToken.ts';
import { describeNoAnswer } from './request.ts';

const handlerLines = [
  'sudo systemctl restart first-room-token',
  'sudo journalctl -u first-room-token --since -1h',
];

/** The machine on which the doctor runs and from which it requests tokens. */
export interface Asker {
  /** How far away guests of the room can be. */
  guests: Reach;
  isOnServer: boolean;
  /** The addresses of the network interfaces of the machine on which the doctor runs. */
  ownAddresses: readonly string[];
}

export function judgeToken(observed: TokenObservation, target: URL, asker: Asker): Finding[] {
  const { endpoint, grant } = observed;
  if (!grant.ok) return [judgeFailure(grant.failure, endpoint)];
  return [
    fine('token', describeGrant(observed)),
    judgeServerUrl(grant.value, target, asker),
    grant.value.cacheControl?.includes('no-store') === true
      ? fine('token: cache', 'no-store')
      : look(
          'token: cache',
          `Cache-Control: ${grant.value.cacheControl ?? 'none'}: a proxy may cache a token and give it to others`,
          'The handler sends no-store: let the proxy in front of it forward that header.',
          ['proxy_pass_header Cache-Control;'],
        ),
    judgeSeenAddress(grant.value, asker),
    judgeRefusals(observed),
    judgeCors(observed, target),
  ];
}

function describeGrant({ endpoint, isOwnRoom }: TokenObservation): string {
  const room = isOwnRoom
    ? "a token for a room of the doctor's own"
    : 'a token; the handler allows no check rooms, so the doctor joins the usual room for a moment';
  return `${endpoint.pathname} gives ${room}`;
}

function judgeFailure(failure: TokenFailure, endpoint: URL): Finding {
  const step = 'token';
  const passOn = `location = ${endpoint.pathname} { proxy_pass http://127.0.0.1:5000; }`;
  switch (failure.kind) {
    case 'no answer':
      return wrong(
        step,
        `${endpoint.host} ${describeNoAnswer(failure.code)}`,
        'Is the token handler running, and does config.json beside index.html name the right tokenEndpoint?',
        handlerLines,
      );
    case 'not a grant':
      return wrong(
        step,
        `${endpoint.pathname} answers, but not with a token: the path does not seem to lead to the token handler`,
        'Let nginx (or the load balancer) forward this path to the handler.',
        [passOn],
      );
    case 'refused':
      break;
  }
  return judgeStatus(step, failure, endpoint, passOn);
}

function judgeStatus(
  step: string,
  { status, retryAfter }: Extract<TokenFailure, { kind: 'refused' }>,
  endpoint: URL,
  passOn: string,
): Finding {
  switch (status) {
    case 429:
      return wrong(
        step,
        `429: too many requests from this address (again in ${retryAfter ?? '?'} s)`,
        "If guests see this too, the handler counts all of them as one client: TRUSTED_PROXY_HOPS must be the number of proxies in front that send the client's address (behind the nginx of deploy/ it is 1). RATE_LIMIT_PER_MINUTE is the limit itself.",
        setTokenSetting('TRUSTED_PROXY_HOPS', '1'),
      );
    case 404:
    case 405:
      return wrong(
        step,
        `${endpoint.pathname} answers ${String(status)} to POST: the path does not lead to the token handler`,
        'Let nginx (or the load balancer) forward this path to the handler, for POST too.',
        [passOn],
      );
    case 401:
      return notTried(
        step,
        'the room has a key, and the doctor sent none or another one: set it in the environment (ROOM_KEY=… npm run doctor -- …)',
      );
    case 409:
      return wrong(
        step,
        '409: the room is full, so it could not be joined',
        'Try again when there is a place.',
      );
    case 502:
    case 503:
    case 504:
      return wrong(
        step,
        `${endpoint.pathname} answers ${String(status)}: the token handler is not running, or not where nginx expects it`,
        'Start it, and compare PORT with proxy_pass. Its log says what is missing.',
        [...handlerLines, 'curl -si http://127.0.0.1:5000/healthz'],
      );
    default:
      return wrong(
        step,
        `${endpoint.pathname} answers ${String(status)} to POST`,
        "The handler's log says why, if the request reached it.",
        handlerLines,
      );
  }
}

/** Judges the address of LiveKit that the token endpoint returns with a token. */
function judgeServerUrl({ server_url, seen: asked }: Grant, target: URL, asker: Asker): Finding {
  const step = "token: LiveKit's address";
  const url = new URL(server_url);
  const seen = `guests are sent to ${url.protocol}//${url.host}`;
  if (!isHere(target) && (url.hostname === 'localhost' || reachOf(hostOf(url)) === 'loopback')) {
    return wrong(
      step,
      `${seen}, which is the guest's own machine`,
      "Set LIVEKIT_URL in the token handler's environment to same-origin, as install.sh does.",
      setTokenSetting('LIVEKIT_URL', 'same-origin'),
    );
  }
  if (target.protocol === 'https:' && url.protocol === 'ws:') {
    // The address begins with ws: because the token handler does not trust the proxy, and so does not know that guests
    // use https.
    if (asked !== undefined && isNginx(asked.address, asker)) {
      return notTried(step, `${seen}; see "${whoAsks}" first`);
    }
    return wrong(
      step,
      `${seen}, where pages at https:// may not connect`,
      'With LIVEKIT_URL=same-origin the proxy in front must tell the handler that guests use https.',
      ['proxy_set_header X-Forwarded-Proto https;', 'proxy_set_header X-Forwarded-Host $host;'],
    );
  }
  return fine(step, seen);
}

const whoAsks = 'token: who asks';

/**
 * Tells whether the client address that the token handler sees is nginx's: behind nginx no guest connects from the
 * token handler's own machine.
 */
function isNginx(address: string, { guests }: Asker): boolean {
  return guests === 'public' && reachOf(address) === 'loopback';
}

/** Judges the client address that the token handler sees, because it limits the number of requests for each address. */
function judgeSeenAddress({ seen }: Grant, asker: Asker): Finding {
  const { guests, isOnServer, ownAddresses } = asker;
  const step = whoAsks;
  if (seen === undefined) return notTried(step, "this handler does not report the client's address");
  const { address } = seen;
  const advice =
    "A proxy in front does not send the client's address. On OCI the listener's protocol must be HTTP, because TCP adds no X-Forwarded-For. Any other proxy must set that header, and TRUSTED_PROXY_HOPS is the number of proxies in front of the handler.";
  const lines = [
    'OCI: listener, protocol: HTTP, port: 443, SSL',
    'proxy_set_header X-Forwarded-For $remote_addr;   # in the first proxy',
    ...setTokenSetting('TRUSTED_PROXY_HOPS', '1'),
  ];
  if (address === forgedAddress) {
    return wrong(
      step,
      'the handler trusts an address that a guest can forge (X-Forwarded-For): all other guests share one rate limit, and a guest who forges addresses has none',
      advice,
      lines,
    );
  }
  if (isNginx(address, asker)) {
    return wrong(
      step,
      `the handler sees guests as ${address}, which is nginx on its own machine: all share one rate limit`,
      'It trusts no proxy. TRUSTED_PROXY_HOPS must be 1, as install.sh sets it.',
      setTokenSetting('TRUSTED_PROXY_HOPS', '1'),
    );
  }
  const isShared = guests === 'public' && reachOf(address) !== 'public' && !ownAddresses.includes(address);
  if (isShared && !isOnServer) {
    return wrong(
      step,
      `the handler sees guests as ${address}, which is a proxy's address: all share one rate limit`,
      advice,
      lines,
    );
  }
  return fine(step, `the handler sees this machine as ${address}`);
}

function judgeRefusals({ toNonsense, toAnyRoom }: TokenObservation): Finding {
  const step = 'token: refusals';
  if (toAnyRoom.ok && toAnyRoom.value.status < 300) {
    return look(step, 'anybody may open a room with any name', 'List the allowed rooms.', [
      'ROOMS=my-first-room,another-room',
    ]);
  }
  const statuses = [toNonsense, toAnyRoom].map((answer) => (answer.ok ? answer.value.status : undefined));
  if (statuses[0] === 400 && statuses[1] === 403) {
    return fine(step, '400 for an invalid request, 403 for a room that is not allowed');
  }
  return look(
    step,
    `${String(statuses[0] ?? 'no answer')} to nonsense, ${String(statuses[1] ?? 'no answer')} to a room that is not allowed (usual are 400 and 403)`,
    "Another handler than First Room's may answer so. If it is ours, look at its log.",
    handlerLines,
  );
}

/** Judges whether pages of other origins may request tokens in the browsers of our guests. */
function judgeCors({ endpoint, toNonsense }: TokenObservation, target: URL): Finding {
  const step = 'token: CORS';
  if (!toNonsense.ok) return notApplicable(step, 'no answer');
  const allowed = toNonsense.value.headers['access-control-allow-origin'];
  if (allowed === undefined) {
    return endpoint.origin === target.origin
      ? fine(step, 'pages on other origins may not request tokens')
      : wrong(
          step,
          `the page is at ${target.origin}, the endpoint at ${endpoint.origin}, which does not allow ${elsewhere}`,
          "Name the page's origin in the environment of the handler.",
          [`CORS_ORIGINS=${target.origin}`],
        );
  }
  return look(
    step,
    `any page may request tokens (Access-Control-Allow-Origin: ${allowed})`,
    'List the allowed origins. The page on the same origin needs none.',
    ['CORS_ORIGINS='],
  );
}
