import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { examineCluster } from '../cluster/examineCluster.ts';
import { fine, look, notTried, wrong, type Finding } from '../finding.ts';
import { newKeyPair, reinstall } from '../installCommands.ts';
import { usualFiles } from '../options.ts';
import { askSignalling, type Joined } from '../outside/askSignalling.ts';
import { askCheckToken } from '../outside/askToken.ts';
import { ownAddresses, reachOf, withPort } from '../outside/addresses.ts';
import { judgeCertificate } from '../outside/judgeCertificate.ts';
import { judgeSignalling } from '../outside/judgeSignalling.ts';
import { lookUpName } from '../outside/name.ts';
import { readCertificate } from '../outside/readCertificate.ts';
import { describeNoAnswer, errorCode } from '../outside/request.ts';
import { failed, success, type Result } from '../../common/result.ts';
import {
  parseHandlerSettings,
  parseInstallSettings,
  parseLivekitSettings,
  type HandlerSettings,
  type InstallSettings,
  type LivekitSettings,
} from './configuration.ts';
import { judgeAddress } from './judgeAddress.ts';
import { judgeFirewall } from './judgeFirewall.ts';
import { judgeListeners, livekitRuns } from './judgeListeners.ts';
import { judgeSystem } from './judgeSystem.ts';
import { judgeWebhook } from './judgeWebhook.ts';
import { readFirewall } from './readFirewall.ts';
import { readSockets, readSystem } from './readSystem.ts';

export interface MachineOptions {
  livekitConfig: string;
  tokenEnvironment: string;
  target: URL | undefined;
}

/**
 * Path of the configuration with which LiveKit runs on a VM: the one that install.sh writes, to which the systemd unit
 * adds a section `webhook`.
 */
const startedWith = '/run/first-room-livekit/livekit.yaml';

/** Examines the server on which the doctor runs. The examination changes nothing, and joins once over loopback. */
export async function* examineMachine(options: MachineOptions): AsyncGenerator<Finding> {
  if (process.platform !== 'linux') {
    yield notTried('this machine', 'it is read from /proc, which only Linux has');
    return;
  }
  const livekit = await readSettings(options.livekitConfig, parseLivekitSettings);
  const handler = await readSettings(options.tokenEnvironment, (text) => success(parseHandlerSettings(text)));
  yield judgeFile("LiveKit's configuration", options.livekitConfig, livekit);
  yield judgeFile("handler's environment", options.tokenEnvironment, handler);
  const installed = await readInstallSettings(options.tokenEnvironment);
  if (livekit.ok && handler.ok) {
    yield* examineServices({ livekit: livekit.value, handler: handler.value, installed }, options.target);
    const started = await readSettings(startedWith, parseLivekitSettings);
    const isInstalled = options.livekitConfig === usualFiles.livekitConfig && started.ok;
    yield judgeWebhook((isInstalled ? started.value : livekit.value).webhook, handler.value);
  } else yield notTried('services', 'without these files the doctor does not know what should run');
  yield* judgeSystem(await readSystem());
  if (installed.tls === 'vm' && options.target === undefined) yield* await examineOwnCertificate(installed);
}

/**
 * Examines the certificate that nginx on this machine has. Only used when no address was given: else the examination
 * from outside covers the certificate.
 */
async function examineOwnCertificate({ domain }: InstallSettings): Promise<Finding[]> {
  if (domain === undefined) return [];
  const certificate = await readCertificate(new URL(`https://${domain}/`), '127.0.0.1');
  return certificate.ok ? judgeCertificate(certificate.value, new Date(), 'server') : [];
}

/** The settings of an installation on this machine, by program. */
interface Parts {
  livekit: LivekitSettings;
  handler: HandlerSettings;
  installed: InstallSettings;
}

async function* examineServices(
  { livekit, handler, installed }: Parts,
  target: URL | undefined,
): AsyncGenerator<Finding> {
  const listeners = judgeListeners(await readSockets(), livekit, handler, installed.tls);
  const isDown = listeners.some(({ step, state }) => step === livekitRuns && state === 'wrong');
  const cluster =
    livekit.redis === undefined ? [] : await collect(examineCluster(livekit.redis, livekit, handler.keys));
  const redis = cluster.find(({ step, state }) => /^(redis|sentinel)$/.test(step) && state === 'wrong');
  for (const finding of listeners) {
    yield isDown && redis !== undefined && finding.step === livekitRuns
      ? notTried(finding.step, `it does not start without ${redis.step}; see there`)
      : finding;
  }
  const firewall = await readFirewall();
  if (livekit.udpPort !== undefined)
    yield judgeFirewall(firewall, { protocol: 'udp', port: livekit.udpPort });
  if (livekit.tcpPort !== undefined)
    yield judgeFirewall(firewall, { protocol: 'tcp', port: livekit.tcpPort });
  yield* judgeSecret(handler);
  const { finding, joined } = isDown
    ? { finding: notTried(keyAndSecret, 'LiveKit does not run') }
    : await joinOnLoopback(livekit, handler);
  yield finding;
  joined?.leave();
  yield* judgeAddress({
    settings: livekit,
    announced: joined?.entrance && [...new Set(joined.entrance.candidates.map(({ address }) => address))],
    ofName: target === undefined ? [] : (await lookUpName(target)).addresses,
    ofMachine: ownAddresses(),
    installed,
    // Whether something answers over TLS at the room's name. If the server is behind a load balancer, the load balancer
    // answers, because the server does not end TLS itself.
    isNameAnswered: target?.protocol === 'https:' ? (await readCertificate(target)).ok : undefined,
  });
  yield* cluster;
}

/**
 * Tells whether a finding makes the examination from outside useless: a program is down, or the keys do not agree, so
 * that every guest fails.
 */
export function stopsEverybody({ step, state, seen }: Finding): boolean {
  return (
    state === 'wrong' &&
    ((step.startsWith('listens: ') && seen.includes('nothing listens')) || step === keyAndSecret)
  );
}

const keyAndSecret = 'key and secret';

async function collect(findings: AsyncGenerator<Finding>): Promise<Finding[]> {
  const all: Finding[] = [];
  for await (const finding of findings) all.push(finding);
  return all;
}

async function readSettings<Settings>(
  path: string,
  parse: (text: string) => Result<Settings, string>,
): Promise<Result<Settings, string>> {
  try {
    return parse(await readFile(path, 'utf8'));
  } catch (error) {
    return failed(errorCode(error));
  }
}

function judgeFile(step: string, path: string, settings: Result<unknown, string>): Finding {
  if (settings.ok) return fine(step, path);
  switch (settings.failure) {
    case 'EACCES':
      return notTried(step, `only root may read ${path}: run it with sudo`);
    case 'ENOENT':
      return wrong(
        step,
        `${path} does not exist`,
        'Pass the path if the file is elsewhere. If there is none, First Room is not installed here.',
        ['node doctor.mjs --vm --livekit-config <file> --token-env <file>'],
      );
    default:
      return wrong(
        step,
        `${path} ${settings.failure}`,
        "LiveKit does not start with it. install.sh writes the release's file again, with its own options.",
        [reinstall],
      );
  }
}

/**
 * Judges the length of LiveKit's secret. livekit-server 1.13.5 requires 32 characters, but only logs an error about a
 * shorter one and starts.
 */
function judgeSecret({ keys }: HandlerSettings): Finding[] {
  if (keys === undefined || keys.apiSecret.length >= 32) return [];
  return [
    look(
      'secret',
      `LIVEKIT_API_SECRET has ${String(keys.apiSecret.length)} characters: it can be guessed`,
      'Make another pair for both LiveKit and the token handler. This interrupts calls for about ten seconds.',
      newKeyPair,
    ),
  ];
}

/**
 * Reads the room key of the installation on this machine, if the file is readable, and the origin that guests use. The
 * origin comes from `install.conf` beside the file, else from LIVEKIT_URL.
 */
export async function readInstallation(
  tokenEnvironment: string,
): Promise<{ roomKey: string | undefined; origin: string | undefined }> {
  const handler = await readSettings(tokenEnvironment, (text) => success(parseHandlerSettings(text)));
  const { domain } = await readInstallSettings(tokenEnvironment);
  if (!handler.ok) return { roomKey: undefined, origin: undefined };
  return {
    roomKey: handler.value.roomKey,
    origin: domain === undefined ? handler.value.livekitOrigin : `https://${domain}`,
  };
}

/** Reads `install.conf`, which is beside the token handler's environment file. */
async function readInstallSettings(tokenEnvironment: string): Promise<InstallSettings> {
  const path = join(dirname(tokenEnvironment), 'install.conf');
  const settings = await readSettings(path, (text) => success(parseInstallSettings(text)));
  return settings.ok ? settings.value : { domain: undefined, publicIp: undefined, tls: undefined };
}

/**
 * Joins LiveKit on loopback with a token that the token handler signs. Success shows that keys, secrets and clocks of
 * both programs agree.
 */
async function joinOnLoopback(
  livekit: LivekitSettings,
  handler: HandlerSettings,
): Promise<{ finding: Finding; joined?: Joined }> {
  const step = keyAndSecret;
  const endpoint = new URL(`http://${withPort(handler.host, handler.port)}/token`);
  if (!isOwnAddress(handler.host)) {
    return { finding: notTried(step, `HOST is ${handler.host}, which is not an address of this machine`) };
  }
  const grant = await askCheckToken({ endpoint, roomKey: handler.roomKey, isOwnAddress: true });
  if (!grant.ok) {
    const { failure } = grant;
    const why =
      failure.kind === 'no answer'
        ? `the token handler ${describeNoAnswer(failure.code)}`
        : failure.kind === 'refused'
          ? `the token handler answers ${String(failure.status)}`
          : 'the program that answers is not a token handler';
    return { finding: notTried(step, why) };
  }
  const observed = await askSignalling({
    server_url: `ws://127.0.0.1:${String(livekit.signallingPort)}`,
    participant_token: grant.value.participant_token,
  });
  const [finding] = judgeSignalling(observed);
  if (finding === undefined || finding.state !== 'fine') {
    return { finding: finding === undefined ? notTried(step, 'no answer') : { ...finding, step } };
  }
  return {
    finding: fine(step, 'LiveKit accepts a token of the handler'),
    ...(observed.webSocket.ok && { joined: observed.webSocket.value }),
  };
}

/** Tells whether requests to this name or address stay on this machine, so that they may contain the room key. */
function isOwnAddress(host: string): boolean {
  return host === 'localhost' || reachOf(host) === 'loopback' || ownAddresses().includes(host);
}
