import { linesToOpen } from '../../common/openPort.ts';
import { fine, look, notTried, wrong, type Finding } from '../finding.ts';
import { setUpTurn } from '../installCommands.ts';
import { judgeCertificate } from './judgeCertificate.ts';
import { judgeFailure, type MediaScene } from './judgeMedia.ts';
import type { TurnObservation, UdpTurnObservation } from './tryTurn.ts';

const step = 'TURN over TLS';

/**
 * Judges a TURN server, with one finding about the first cause of a failure. Browsers do not report any: a guest
 * without another path fails after 13 to 16 s (Chromium 156), whatever the cause is.
 */
export function judgeTurn(observed: TurnObservation, scene: MediaScene, now: Date): Finding {
  const { url, name, certificate, answer } = observed;
  const { host, failure } = name;
  if (certificate === undefined) {
    const isSilent = failure === 'EAI_AGAIN' || failure === 'timeout';
    return wrong(
      step,
      isSilent
        ? `${host} could not be looked up: no name server answers`
        : `${host} does not resolve (${failure ?? 'no address'})`,
      `The name is turn.domain in livekit.yaml. ${ownName} Meanwhile browsers wait for it.`,
      [`dig +short A ${host}`, `dig +trace ${host}`],
    );
  }
  if (!certificate.ok) {
    const why = `${url}: ${host} (${name.addresses.join(', ')}) gives no TLS connection (${certificate.failure})`;
    if (scene.isOnServer && scene.guests === 'public') {
      return notTried(step, `${why}: try it from another machine`);
    }
    return judgeSetUp(
      host,
      why,
      'LiveKit tells browsers port 443, whatever tls_port says. The command opens it on the server and forwards it; the cloud has to let it in, too.',
      scene,
      [`OCI: ${linesToOpen({ protocol: 'tcp', port: 443 }).oci}`],
    );
  }
  const findings = judgeCertificate(certificate.value, now);
  const untrusted = findings.find((finding) => finding.state === 'wrong');
  if (untrusted) {
    const why = `browsers refuse the certificate of ${host}: ${untrusted.seen}`;
    // A certificate that is not valid yet points to a wrong clock, which another certificate would not fix.
    if (certificate.value.validFrom > now) return { ...untrusted, step, seen: why };
    if (name.addresses.some((address) => scene.ofName?.includes(address)) && scene.tlsEnds !== 'server') {
      return judgeStranger(host, `${why}. It leads to the load balancer`);
    }
    return judgeSetUp(
      host,
      why,
      'The command has certbot get a certificate where there is none or it has ended, for which the cloud has to let TCP 80 in, and gives LiveKit the newest one. LiveKit reads it once, at its start: the restart interrupts calls for about ten seconds.',
      scene,
    );
  }
  if (answer?.kind !== 'answers') {
    return judgeStranger(
      host,
      `${host} speaks TLS, but it is no TURN server that answers (${answer?.code ?? 'not asked'})`,
    );
  }
  const ending = findings.find(({ state }) => state === 'look');
  if (ending) {
    return look(
      step,
      `days left for the certificate of ${host}: ${ending.seen}`,
      'certbot should have renewed it, and LiveKit should have restarted with the new one once nobody was in a call. The first line shows why certbot did not renew it.',
      ['sudo certbot renew', 'sudo first-room restart'],
    );
  }
  return fine(step, `${url} answers in ${answer.ms.toFixed(0)} ms`);
}

/** Judges TURN over UDP, which `turn.udp_port` in LiveKit's configuration turns on. install.sh does not set it up. */
export function judgeTurnOverUdp(
  { url, candidate, outcome }: UdpTurnObservation,
  { isOnServer, guests }: MediaScene,
): Finding {
  const overUdp = 'TURN over UDP';
  if (outcome.kind === 'answers') return fine(overUdp, `${url} answers in ${outcome.ms.toFixed(0)} ms`);
  return isOnServer && guests === 'public'
    ? notTried(overUdp, `${url} is its own address: try it from another machine`)
    : judgeFailure(candidate, outcome, overUdp);
}

const ownName = "It needs an A record of its own, with the server's public IP and not the load balancer's.";

/** Returns a finding that install.sh fixes by setting up TURN, unless nginx uses port 443 of the server. */
function judgeSetUp(
  host: string,
  seen: string,
  advice: string,
  { tlsEnds }: MediaScene,
  more: readonly string[] = [],
): Finding {
  if (tlsEnds === 'server') {
    return wrong(
      step,
      seen,
      'nginx has port 443 of the server, which LiveKit tells browsers whatever tls_port says: TURN needs a second public IP, or port 443 shared by name (SNI). Its certificate and firewall are yours then.',
      ["sudo ss -ltnp '( sport = :443 or sport = :5349 )'"],
    );
  }
  return wrong(
    step,
    seen,
    `${advice} If it says that livekit.local.yaml has a turn section of your own, remove that section first.`,
    [setUpTurn(host), ...more],
  );
}

function judgeStranger(host: string, seen: string): Finding {
  return wrong(
    step,
    seen,
    `Mostly the name leads to the load balancer, or nginx has port 443 of this address. ${ownName} Port 443 there has to lead to tls_port.`,
    [`dig +short A ${host}`, "sudo ss -ltnp '( sport = :443 or sport = :5349 )'"],
  );
}
