import { getCertificate } from '../installCommands.ts';
import { fine, look, notApplicable, wrong, type Finding } from '../finding.ts';
import { isHere } from './addresses.ts';
import { judgeHeaders } from './judgeHeaders.ts';
import type { PageObservation } from './readPage.ts';
import { describeNoAnswer } from './request.ts';

export function judgePage(observed: PageObservation): Finding[] {
  const { page, target } = observed;
  const step = 'page';
  if (!page.ok) {
    return [
      wrong(
        step,
        `${target.host} ${describeNoAnswer(page.failure)}`,
        'Is nginx running on the server, is the load balancer listening on this port, and is its backend healthy? The health check must request a path that nginx itself answers.',
        ['sudo systemctl restart nginx', 'sudo ss -ltnp', 'sudo journalctl -u nginx --since -1h'],
      ),
    ];
  }
  const { status, headers, body } = page.value;
  if (status !== 200) return [judgeStatus(step, status)];
  if (!/id="root"/.test(body) || observed.asset === undefined) {
    return [
      wrong(
        step,
        '200, but it is not the page of First Room',
        "Copy the contents of dist/web (npm run build) to the web server's folder.",
        ['npm run build', 'sudo rsync -a --delete dist/web/ <folder of the web server>/'],
      ),
    ];
  }
  return [
    fine(step, `200, ${headers['content-type'] ?? 'without a content type'}`),
    judgeSecurity(observed),
    judgePageCache(headers['cache-control']),
    ...judgeAsset(observed.asset, target),
    judgeMissingAsset(observed),
    ...judgeHeaders(headers, target),
  ];
}

function judgeStatus(step: string, status: number): Finding {
  if (status >= 500) {
    return wrong(
      step,
      `status ${String(status)}: the load balancer or nginx can't reach its backend`,
      'On the server, does nginx answer its health check with 200? If it does not, start nginx. If it does, the load balancer requests another path or port than /healthz on 8080 (OCI: health check of the backend set), or a security rule between the two blocks the port.',
      ['curl -si http://127.0.0.1:8080/healthz | head -1', 'sudo systemctl restart nginx'],
    );
  }
  return wrong(
    step,
    `status ${String(status)}`,
    'The web server has no index.html for this address: check its root and its error log.',
    ['sudo nginx -T | grep -n "root\\|server_name"', 'sudo tail /var/log/nginx/error.log'],
  );
}

/**
 * Judges whether the page is in a secure context (https, or this machine itself), because browsers allow cameras only
 * there.
 */
function judgeSecurity({ target, overHttp }: PageObservation): Finding {
  const step = 'http to https';
  if (target.protocol === 'http:') {
    if (isHere(target)) return notApplicable(step, 'the room is on this machine only');
    return wrong(
      step,
      'the room is at http://, where browsers allow no camera and no microphone',
      'Guests need https://: a certificate at the load balancer or nginx, and a redirect from port 80.',
      [getCertificate(target.hostname)],
    );
  }
  if (overHttp === undefined) return notApplicable(step, 'the port is not the usual 443');
  const redirect = 'server { listen 80; return 301 https://$host$request_uri; }';
  if (!overHttp.ok) {
    return look(
      step,
      `http:// ${describeNoAnswer(overHttp.failure)}: guests who type only the name may get no page`,
      "Open port 80 for a redirect to https://: a listener with a redirect rule set on the load balancer, or nginx's.",
      [redirect],
    );
  }
  const { status, headers } = overHttp.value;
  if (status >= 300 && status < 400 && headers.location?.startsWith('https://') === true) {
    return fine(step, `${String(status)} to ${headers.location}`);
  }
  return wrong(
    step,
    `http:// answers ${String(status)} instead of redirecting to https://, and browsers allow no camera there`,
    'Redirect port 80: a rule set of the load balancer, or nginx.',
    [redirect],
  );
}

function judgePageCache(cacheControl: string | undefined): Finding {
  const step = 'page: cache';
  const seen = `Cache-Control: ${cacheControl ?? 'none'}`;
  if (cacheControl !== undefined && /no-cache|no-store|max-age=0\b/.test(cacheControl))
    return fine(step, seen);
  return look(
    step,
    `${seen}: after an update guests may get the old page, whose scripts no longer exist`,
    'Send index.html with no-cache: browsers check it each time, and load it only if it has changed.',
    ['location = /index.html { add_header Cache-Control no-cache; }'],
  );
}

function judgeAsset({ path, answer }: NonNullable<PageObservation['asset']>, target: URL): Finding[] {
  const step = 'scripts';
  if (!answer.ok || answer.value.status !== 200) {
    const seen = answer.ok ? `status ${String(answer.value.status)}` : describeNoAnswer(answer.failure);
    return [
      wrong(
        step,
        `${path}: ${seen}, but the page needs it`,
        'index.html and assets/ are from different builds. Copy the whole folder dist/web.',
        ['npm run build', 'sudo rsync -a --delete dist/web/ <folder of the web server>/'],
      ),
    ];
  }
  const { headers } = answer.value;
  const type = headers['content-type'] ?? 'no content type';
  if (!/javascript/.test(type)) {
    return [
      wrong(
        step,
        `${path} is sent as ${type}, and browsers do not run such a script`,
        'Send .js files as text/javascript: nginx does so with its own mime.types, and a fallback page must not cover assets/.',
        ['include /etc/nginx/mime.types;', 'location /assets/ { try_files $uri =404; }'],
      ),
    ];
  }
  const cacheControl = headers['cache-control'];
  const encoding = headers['content-encoding'];
  return [
    fine(step, `${path} is ${type}`),
    cacheControl !== undefined && /immutable|max-age=\d{5,}/.test(cacheControl)
      ? fine('scripts: cache', `Cache-Control: ${cacheControl}`)
      : look(
          'scripts: cache',
          `Cache-Control: ${cacheControl ?? 'none'}: guests load them again each time`,
          'Names under assets/ contain a hash of the content: let browsers cache them for a year.',
          ['location /assets/ { add_header Cache-Control "public, max-age=31536000, immutable"; }'],
        ),
    judgeCompression(encoding, target),
  ];
}

function judgeCompression(encoding: string | undefined, target: URL): Finding {
  const step = 'scripts: compression';
  if (encoding !== undefined) return fine(step, encoding);
  if (isHere(target)) return notApplicable(step, 'none; not needed on the same machine');
  return look(
    step,
    'none: a phone loads three times as much data',
    'Let nginx compress scripts and styles.',
    ['gzip_static on; gzip on; gzip_types text/css text/javascript application/javascript image/svg+xml;'],
  );
}

function judgeMissingAsset({ missingAsset }: PageObservation): Finding {
  const step = 'missing script';
  if (missingAsset.ok && missingAsset.value.status === 404) return fine(step, '404');
  if (!missingAsset.ok) return look(step, describeNoAnswer(missingAsset.failure), 'Try again.');
  const { status } = missingAsset.value;
  return look(
    step,
    `status ${String(status)}, not 404: after an update a guest with the old page gets HTML instead of a script`,
    'The fallback page must not cover assets/.',
    ['location /assets/ { try_files $uri =404; }'],
  );
}
