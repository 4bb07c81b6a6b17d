import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const policyFile = 'deploy/nginx/headers.conf';

/**
 * Checks that the content security policy in headers.conf contains the hashes of the inline script and style of
 * `index.html`. With other hashes a public server would show an empty page until the app has loaded, and no test would
 * notice.
 *
 * The hash of the style changes with any change of a CSS module that the lobby uses, even of a comment: Vite 8 makes
 * class names from a hash of the module's text.
 */
export function checkPolicy(): boolean {
  const html = readFileSync(join(root, 'dist', 'web', 'index.html'), 'utf8');
  const policy = readFileSync(join(root, policyFile), 'utf8');
  const inline = [...html.matchAll(/<(script|style)>(.*?)<\/\1>/gs)];
  if (inline.length === 0) throw new Error('index.html has no inline script or style: nothing to check.');
  const missing = inline.flatMap(([, name = '', content = '']) => {
    const hash = `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    const directive = new RegExp(`${name}-src 'self' '[^']*'`).exec(policy)?.[0];
    return directive === `${name}-src 'self' ${hash}` ? [] : [`${name}-src 'self' ${hash};`];
  });
  for (const directive of missing) console.error(`${policyFile} must say: ${directive}`);
  return missing.length === 0;
}
