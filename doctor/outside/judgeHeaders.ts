import type { IncomingHttpHeaders } from 'node:http';
import { fine, look, notApplicable, wrong, type Finding } from '../finding.ts';
import { isHere } from './addresses.ts';

/** Security headers that a public page should have, each with a suitable value for this app. */
const expected = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
} as const;

/** Judges the security headers with which the page is served. */
export function judgeHeaders(headers: IncomingHttpHeaders, target: URL): Finding[] {
  return [
    judgePermissions(headers),
    judgeCsp(headers['content-security-policy'], target),
    judgeOthers(headers, target),
  ];
}

function judgePermissions(headers: IncomingHttpHeaders): Finding {
  const step = 'headers: permissions';
  const policy = String(headers['permissions-policy'] ?? '');
  const forbidden = ['camera', 'microphone', 'display-capture'].filter((feature) =>
    new RegExp(`(^|[,\\s])${feature}=\\(\\s*\\)`).test(policy),
  );
  if (forbidden.length === 0) {
    return fine(
      step,
      policy === '' ? 'no Permissions-Policy: everything is allowed' : 'camera and microphone are allowed',
    );
  }
  return wrong(
    step,
    `Permissions-Policy forbids ${forbidden.join(' and ')}: no guest can turn it on`,
    'Allow them for the page itself.',
    ['add_header Permissions-Policy "camera=(self), microphone=(self), display-capture=(self)" always;'],
  );
}

function judgeCsp(policy: string | string[] | undefined, target: URL): Finding {
  const step = 'headers: CSP';
  const written = String(policy ?? '');
  if (written === '') {
    return isHere(target)
      ? notApplicable(step, 'none; the room is on this machine only')
      : look(
          step,
          'no Content-Security-Policy: an injected script could do anything',
          'Send one with the page: deploy/nginx/headers.conf has the one that the app is tested with.',
          ['include first-room/headers.conf;   # in server { … }'],
        );
  }
  const sources = connectSources(written);
  if (sources === undefined || sources.some((source) => allowsSignalling(source, target))) {
    return fine(step, 'Content-Security-Policy lets the page connect to LiveKit');
  }
  return wrong(
    step,
    `connect-src ${sources.join(' ')} blocks the page's connection to LiveKit`,
    "Allow the page its own origin, for WebSockets too (older Safari does not count them to 'self').",
    [`connect-src 'self' wss://${target.host}`],
  );
}

/**
 * Returns the targets to which a content security policy allows connections; `undefined` when the policy does not
 * restrict them.
 */
function connectSources(policy: string): string[] | undefined {
  const directives = new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name.toLowerCase(), sources];
    }),
  );
  return directives.get('connect-src') ?? directives.get('default-src');
}

function allowsSignalling(source: string, { host }: URL): boolean {
  return ["'self'", '*', 'wss:', 'ws:', host, `wss://${host}`, `ws://${host}`].includes(source.toLowerCase());
}

function judgeOthers(headers: IncomingHttpHeaders, target: URL): Finding {
  const step = 'headers: others';
  const needed = Object.entries(expected).filter(
    ([name]) => name !== 'strict-transport-security' || target.protocol === 'https:',
  );
  const missing = needed.filter(([name]) => headers[name] === undefined);
  if (missing.length === 0) return fine(step, needed.map(([name]) => name).join(', '));
  return look(
    step,
    `without ${missing.map(([name]) => name).join(', ')}`,
    'Send them with every file. nginx drops inherited headers in a location that has its own, so include them in each.',
    missing.map(([name, value]) => `add_header ${name} "${value}" always;`),
  );
}
