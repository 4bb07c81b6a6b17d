import { fine, notTried, wrong, type Finding } from '../finding.ts';
import { judgeCertificate } from './judgeCertificate.ts';
import type { MediaScene } from './judgeMedia.ts';
import type { TurnObservation } from './tryTurn.ts';

/**
 * One finding, with the first cause. Browsers tell nobody: a guest who has no other way fails after 13 to 16 s (Chromium 156), whichever of
 * these it is.
 */
export function judgeTurn(observed: TurnObservation, { isOnServer, guests }: MediaScene, now: Date): Finding {
  const { url, name, certificate, answer } = observed;
  const step = 'TURN over TLS';
  const { host, failure } = name;
  if (certificate === undefined) {
    const isSilent = failure === 'EAI_AGAIN' || failure === 'timeout';
    return wrong(
      step,
      isSilent
        ? `${host} could not be looked up: no name server answers`
        : `${host} does not resolve (${failure ?? 'no address'})`,
      "The name is turn.domain in livekit.yaml. It needs an A record of its own, with the server's public IP and not the load balancer's. Meanwhile browsers wait for it.",
      [`dig +short A ${host}`, `dig +trace ${host}`],
    );
  }
  if (!certificate.ok) {
    const why = `${url}: ${host} (${name.addresses.join(', ')}) gives no TLS connection (${certificate.failure})`;
    if (isOnServer && guests === 'public') return notTried(step, `${why}: try it from another machine`);
    return wrong(
      step,
      why,
      'LiveKit tells browsers port 443, whatever tls_port says. Port 443 of this address has to lead to tls_port: forwarded by the firewall where nothing else has it, shared by name (SNI) where nginx has it. Cloud and system firewall have to let it in.',
      [
        'Ubuntu: sudo iptables -t nat -A PREROUTING -p tcp --dport 443 -j REDIRECT --to-ports 5349 && sudo iptables -I INPUT 1 -p tcp --dport 5349 -j ACCEPT && sudo netfilter-persistent save',
        'Oracle Linux: sudo firewall-cmd --permanent --add-forward-port=port=443:proto=tcp:toport=5349 && sudo firewall-cmd --reload',
        "sudo ss -ltnp '( sport = :443 or sport = :5349 )'",
        `openssl s_client -connect ${host}:443 -servername ${host} </dev/null`,
      ],
    );
  }
  const untrusted = judgeCertificate(certificate.value, now).find(({ state }) => state === 'wrong');
  if (untrusted) {
    return wrong(
      step,
      `browsers refuse the certificate of ${host}: ${untrusted.seen}`,
      'Give LiveKit a certificate of a public authority for this name, with its whole chain (fullchain.pem). While it is made certbot has port 80 of the server, which has to be open, and the page is away for some seconds. LiveKit reads the certificate once, at its start: the restart interrupts calls for about ten seconds.',
      [
        `sudo certbot certonly --standalone --cert-name ${host} -d ${host} --force-renewal --pre-hook 'systemctl stop nginx' --post-hook 'systemctl start nginx' --deploy-hook /etc/letsencrypt/renewal-hooks/deploy/first-room`,
        'sudo first-room restart --now',
      ],
    );
  }
  if (answer?.kind !== 'answers') {
    return wrong(
      step,
      `${host} speaks TLS, but it is no TURN server that answers (${answer?.code ?? 'not asked'})`,
      'Mostly nginx has port 443 of this address, or the name leads to the load balancer. The name needs the address of the server, and port 443 there has to lead to tls_port.',
      [`dig +short A ${host}`, "sudo ss -ltnp '( sport = :443 or sport = :5349 )'"],
    );
  }
  return fine(step, `${url} answers in ${answer.ms.toFixed(0)} ms`);
}
