import { fine, look, notTried, wrong, type Finding } from '../finding.ts';
import { getBalancerCertificate } from '../installCommands.ts';
import type { CertificateObservation } from './readCertificate.ts';
import type { TlsEnd } from './tlsEnd.ts';

const dayMs = 86_400_000;

const hourMs = 3_600_000;

/**
 * A certificate with less remaining time than this was not renewed in time: those of three months are renewed with 30
 * days left.
 */
const longestNoticeMs = 14 * dayMs;
/** Longest lifetime of certificates that are short by design, such as Let's Encrypt's of six days (160 hours). */
const shortLifeMs = 10 * dayMs;

/**
 * Returns the remaining time below which a certificate should already have been renewed. Certbot renews with a third of
 * the lifetime left, or with half of it for lifetimes of ten days or less (certbot 4.1); the result is half of that
 * time.
 */
function noticeMs(lifeMs: number): number {
  return lifeMs <= shortLifeMs ? lifeMs / 4 : Math.min(lifeMs / 6, longestNoticeMs);
}

/** Judges a certificate's name, dates and chain in separate findings, since a fault in each is fixed in another way. */
export function judgeCertificate(observed: CertificateObservation, now: Date, tlsEnds?: TlsEnd): Finding[] {
  const another = certbot(observed.host, tlsEnds);
  return [judgeNames(observed, another), judgeDates(observed, now, another), judgeChain(observed, another)];
}

function judgeNames({ host, names, isForHost }: CertificateObservation, another: readonly string[]): Finding {
  const list = names.length === 0 ? 'no name' : names.join(', ');
  if (isForHost) return fine('certificate: names', `it is for ${list}`);
  return wrong(
    'certificate: names',
    `it is for ${list}, not for ${host}`,
    `Get a certificate for ${host}. If there is one already, the load balancer's listener still uses another one: select it there.`,
    another,
  );
}

function judgeDates(
  { validFrom, validTo }: CertificateObservation,
  now: Date,
  another: readonly string[],
): Finding {
  const step = 'certificate: days left';
  const leftMs = validTo.getTime() - now.getTime();
  const lifeMs = validTo.getTime() - validFrom.getTime();
  const until = validTo.toISOString().slice(0, 10);
  if (validFrom > now) {
    return wrong(
      step,
      `it is valid only from ${validFrom.toISOString()} on`,
      "Either this machine's clock is behind, or the one that made the certificate was ahead. See the clocks first.",
      ['timedatectl'],
    );
  }
  if (leftMs < 0) return wrong(step, `it expired on ${until}`, renewal, another);
  const days = String(Math.floor(leftMs / dayMs));
  const seen =
    lifeMs <= shortLifeMs
      ? `${days} (${String(Math.floor(leftMs / hourMs))} of ${String(Math.round(lifeMs / hourMs))} hours), until ${until}`
      : `${days}, until ${until}`;
  return leftMs < noticeMs(lifeMs) ? look(step, seen, renewal, another) : fine(step, seen);
}

/**
 * Returns commands that get a certificate. If nginx has the certificate: over HTTP, through nginx's folder. For a load
 * balancer: by install.sh if OCI's Certificates service has the certificate, else by DNS, since the load balancer
 * redirects all of port 80 to https and has to be given the files.
 */
function certbot(host: string, tlsEnds: TlsEnd | undefined): string[] {
  const byHttp = `sudo certbot certonly --webroot -w /var/lib/first-room/acme --cert-name ${host} -d ${host} --force-renewal --deploy-hook 'systemctl reload nginx'`;
  const onBalancer = [
    getBalancerCertificate,
    `sudo certbot certonly --manual --preferred-challenges dns --cert-name ${host} -d ${host}`,
    `OCI: new certificate from /etc/letsencrypt/live/${host}/: fullchain.pem, privkey.pem; select it in the listener`,
  ];
  if (tlsEnds === undefined) return [`${byHttp}   # nginx has the certificate`, ...onBalancer];
  return tlsEnds === 'server' ? [byHttp] : onBalancer;
}

const renewal =
  "Renew it, and give the new one to whoever ends TLS: nginx after a reload, or the load balancer's listener. Where several ways are listed, one is enough.";

function judgeChain(
  { host, chainProblem, issuer }: CertificateObservation,
  another: readonly string[],
): Finding {
  const step = 'certificate: chain';
  switch (chainProblem) {
    case undefined:
      return fine(step, `signed by ${issuer}`);
    // With a wrong date the chain can't be judged, because OpenSSL reports only one problem. The dates have a finding
    // of their own.
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return notTried(
        step,
        `signed by ${issuer}; whether browsers trust them can be checked only with a valid certificate`,
      );
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return wrong(
        step,
        'it is self-signed, so every browser warns about it',
        "Let an authority sign one: Let's Encrypt does, free of charge. (In a LAN, with npm start -- --lan, it is meant to be so.)",
        another,
      );
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_GET_ISSUER_CERT':
      return wrong(
        step,
        `no chain leads from ${issuer} to an authority that browsers trust: an intermediate certificate is missing`,
        'Install the whole chain: nginx takes fullchain.pem, not cert.pem; on the OCI load balancer chain.pem goes into the field "CA certificate".',
        [`ssl_certificate /etc/letsencrypt/live/${host}/fullchain.pem;`],
      );
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return wrong(
        step,
        `signed by ${issuer}, a private authority, which guests' devices do not trust`,
        "Let a public authority sign it: Let's Encrypt does, free of charge.",
        another,
      );
    default:
      return wrong(
        step,
        `browsers will not trust it (${chainProblem})`,
        'Look at the certificate that is sent, and install one of a public authority with its whole chain.',
        [`openssl s_client -connect ${host}:443 -servername ${host} -showcerts </dev/null`],
      );
  }
}
