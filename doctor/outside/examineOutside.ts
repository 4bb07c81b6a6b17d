import { linesToOpen } from '../../common/openPort.ts';
import { livekitVersion } from '../../local/livekit/version.ts';
import { decideKey, mayCarryKey } from '../roomKey.ts';
import { notApplicable, notTried, wrong, type Finding } from '../finding.ts';
import { checkAddress } from '../join/checkAddress.ts';
import { holdOpen, type Hold } from '../join/holdOpen.ts';
import { openSignalling } from '../join/openSignalling.ts';
import { isHere, ownAddresses, reachOf, type Reach } from './addresses.ts';
import { askSignalling, type Joined } from './askSignalling.ts';
import { askCheckToken, askToken, type Grant } from './askToken.ts';
import { askClosedPaths, judgeClosedPaths } from './closedPaths.ts';
import { examineAddresses } from './eachAddress.ts';
import { askHostPaths, judgeHostPaths } from './hostPaths.ts';
import { judgeCertificate } from './judgeCertificate.ts';
import { judgeClock, type Reading } from './judgeClock.ts';
import { isForGuests, judgeMedia, type MediaScene } from './judgeMedia.ts';
import { judgeTurn, judgeTurnOverUdp } from './judgeTurn.ts';
import { tryTurn, tryTurnOverUdp } from './tryTurn.ts';
import { judgePage } from './judgePage.ts';
import { judgeHold, judgeSignalling, judgeVersion } from './judgeSignalling.ts';
import { judgeToken } from './judgeToken.ts';
import { judgeName, lookUpName } from './name.ts';
import { examinePorts } from './openPorts.ts';
import { readCertificate } from './readCertificate.ts';
import { readPage } from './readPage.ts';
import { describeNoAnswer } from './request.ts';
import { findTlsEnd, type TlsEnd } from './tlsEnd.ts';

export interface OutsideOptions {
  target: URL;
  slow: boolean;
  roomKey: string | undefined;
  /** Origin of the token endpoint, if it differs from the page's and the person who runs the doctor has named it. */
  tokenOrigin: string | undefined;
  /** Whether the doctor runs on the server itself. */
  isOnServer: boolean;
}

/**
 * Time for which the doctor holds a connection open. It is longer than the usual idle time-out of a load balancer, 60
 * s.
 */
const holdMs = 75_000;

/**
 * Examines a server as guests reach it: every step of a join, from the domain name to the media ports. After a fault
 * the steps that depend on it are not tried, since they would only report the same fault again.
 */
export async function* examineOutside(options: OutsideOptions): AsyncGenerator<Finding> {
  const { target, slow, isOnServer } = options;
  const name = await lookUpName(target);
  yield judgeName(name);
  if (name.addresses.length === 0) {
    yield notTried('everything else', 'there is no address to send requests to');
    return;
  }
  yield* await examineAddresses(target, name.addresses);
  const earlier: Finding[] = [];
  const tlsEnds = await findTlsEnd(target);
  for await (const finding of examineCertificate(target, tlsEnds)) {
    earlier.push(finding);
    yield finding;
  }

  const page = await readPage(target);
  const judged = judgePage(page);
  earlier.push(...judged);
  yield* judged;
  if (!page.page.ok || page.page.value.status >= 500) {
    const why = page.page.ok ? 'has no backend that answers' : 'does not answer';
    yield notTried('everything else', `${target.host} ${why}`);
    return;
  }
  yield judgeClosedPaths(await askClosedPaths(target));
  const used = [target, page.tokenEndpoint].map(({ port }) => Number(port));
  yield await examinePorts(name.addresses, used, isOnServer);

  const { roomKey, finding } = decideKey({ ...options, endpoint: page.tokenEndpoint, earlier });
  if (finding !== undefined) yield finding;
  const token = await askToken(page.tokenEndpoint, roomKey);
  const guests = guestsOf(name.addresses);
  yield* judgeToken(token, target, { guests, isOnServer, ownAddresses: ownAddresses() });
  if (!token.grant.ok) {
    yield notTried('signalling and media', 'there is no token for a join');
    return;
  }
  yield* judgeHostPaths(await askHostPaths(page.tokenEndpoint), token.isOwnRoom);
  if (target.protocol === 'https:' && token.grant.value.server_url.startsWith('ws:')) {
    yield notTried(
      'signalling and media',
      'pages at https:// may not connect to the address that guests get',
    );
    return;
  }
  // A token for the guests' own room, which the doctor got for the room key, is for some minutes as valuable as the
  // key. So the doctor does not send it over the network without TLS.
  const isSecret = roomKey !== undefined && !token.isOwnRoom;
  if (isSecret && !mayCarryKey(new URL(token.grant.value.server_url.replace(/^ws/, 'http')))) {
    yield notTried('signalling and media', 'the token opens the room, and would be sent without TLS');
    return;
  }
  const grant = { ...token.grant.value, isSecret };
  const hold = slow ? holdConnection(grant, page.tokenEndpoint, roomKey) : undefined;
  yield* examineJoin(grant, {
    guests,
    isOnServer,
    ofName: name.addresses,
    tlsEnds,
    used,
  });
  yield hold === undefined
    ? notTried('idle time', 'it takes 75 s; --slow tries it')
    : ((await hold) ?? notTried('idle time', 'no connection came about'));
}

/** Returns how far away guests can be, judging by the addresses to which the room's domain name leads. */
function guestsOf(addresses: readonly string[]): Reach {
  const reaches = new Set(addresses.map(reachOf));
  return reaches.has('public') ? 'public' : reaches.has('private') ? 'private' : 'loopback';
}

async function* examineCertificate(target: URL, tlsEnds: TlsEnd | undefined): AsyncGenerator<Finding> {
  if (target.protocol === 'http:') {
    yield notApplicable('certificate', 'the address is http://');
    return;
  }
  const certificate = await readCertificate(target);
  if (certificate.ok) yield* judgeCertificate(certificate.value, new Date(), tlsEnds);
  else {
    const port = target.port || '443';
    const { oci } = linesToOpen({ protocol: 'tcp', port: Number(port) });
    yield wrong(
      'certificate',
      `${target.hostname}:${port} ${describeNoAnswer(certificate.failure)}`,
      "The load balancer's HTTPS listener, or nginx, must listen there with a certificate. Its port must be open in the cloud's rules.",
      [
        `openssl s_client -connect ${target.hostname}:${port} -servername ${target.hostname} </dev/null`,
        'sudo ss -ltnp',
        `OCI: ${oci}`,
      ],
    );
  }
}

type KnownGrant = Grant & { isSecret: boolean };

/** @property used ports that guests need, and that the doctor therefore does not report when they are open */
interface JoinScene extends MediaScene {
  ofName: readonly string[];
  used: readonly number[];
}

async function* examineJoin(grant: KnownGrant, scene: JoinScene): AsyncGenerator<Finding> {
  const signalling = await askSignalling(grant);
  yield* judgeSignalling(signalling);
  const joined = signalling.webSocket.ok ? signalling.webSocket.value : undefined;
  yield judgeClock({
    handler: clockOf(grant),
    // LiveKit's clock, from the answer to a join or from its refusal: if the clocks are far apart, a join gets no
    // further.
    livekit: joined ? { shown: joined.joinedAt, receivedAt: joined.receivedAt } : signalling.refusedAt,
  });
  if (joined === undefined) {
    yield notTried('media', 'LiveKit announces its addresses only after a join');
    return;
  }
  yield judgeVersion(joined.version, livekitVersion);
  yield* examineMedia(joined, scene);
}

/**
 * Returns the token handler's clock. Its answer may contain the time; the Date header is second best, because it comes
 * from the last proxy in front, since nginx sends its own.
 */
function clockOf({ seen, date, receivedAt }: Grant): Reading | undefined {
  const shown = seen === undefined ? date : new Date(seen.time);
  return shown && { shown, receivedAt };
}

async function* examineMedia(joined: Joined, scene: JoinScene): AsyncGenerator<Finding> {
  const { entrance, turnUrls } = joined;
  if (entrance === undefined) {
    joined.leave();
    yield notTried('media', "LiveKit did not answer the connection's offer");
    return;
  }
  const { candidates, server, client } = entrance;
  const observed = await Promise.all(
    candidates.map(async (candidate) => ({
      candidate,
      outcome: await checkAddress(candidate, server, client),
    })),
  );
  joined.leave();
  yield* judgeMedia(observed, scene);
  const announced = candidates.flatMap(({ address }) =>
    scene.ofName.includes(address) || !isForGuests(address, scene.guests) ? [] : [address],
  );
  if (announced.length > 0) yield await examinePorts(announced, scene.used, scene.isOnServer);
  const overTls = turnUrls.filter((url) => url.startsWith('turns:'));
  for (const observation of await Promise.all(overTls.map(tryTurn))) {
    yield judgeTurn(observation, scene, new Date());
  }
  const overUdp = turnUrls.filter((url) => url.startsWith('turn:') && url.endsWith('transport=udp'));
  for (const observation of await Promise.all(overUdp.map(tryTurnOverUdp))) {
    yield judgeTurnOverUdp(observation, scene);
  }
  const others = turnUrls.filter((url) => !overTls.includes(url) && !overUdp.includes(url));
  if (others.length > 0)
    yield notTried('TURN', `${others.join(', ')}: the page's own check tries it (/?check)`);
}

/**
 * Holds a connection open, in a room of the connection check of its own and with another token, because the other join
 * is over long before.
 */
async function holdConnection(
  { server_url, participant_token, isSecret }: KnownGrant,
  endpoint: URL,
  roomKey: string | undefined,
): Promise<Finding | undefined> {
  const another = await askCheckToken({ endpoint, roomKey });
  const token = another.ok ? another.value.participant_token : participant_token;
  const signalling = await openSignalling(server_url, token, isSecret && !isHere(new URL(server_url)));
  if (!signalling.ok) return undefined;
  const hold: Hold = await holdOpen(signalling.value, holdMs);
  signalling.value.close();
  return judgeHold(hold);
}
