import { join } from 'node:path';
import { inlineScriptBytes, javaScriptBytes } from './sizes.ts';

/**
 * Names of the chunks that a page loads until its lobby is usable. Of the two languages, Japanese has the larger chunk.
 */
const lobby = ['boot', 'lobby', 'ja'];
const room = [...lobby, 'livekit', 'room', 'roomJa'];

/** Returns the compressed size of the app's JavaScript at two moments of a join, each with its limit. */
export function appSizes(root: string): { what: string; bytes: number; goalBytes: number }[] {
  const web = join(root, 'dist', 'web');
  const inline = inlineScriptBytes(join(web, 'index.html'));
  return [
    { what: 'before the lobby is usable', bytes: inline + javaScriptBytes(web, lobby), goalBytes: 95_000 },
    { what: 'until in the room', bytes: inline + javaScriptBytes(web, room), goalBytes: 226_000 },
  ];
}
