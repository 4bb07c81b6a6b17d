import { join } from 'node:path';
import { inlineScriptBytes, javaScriptBytes } from './sizes.ts';

/**
 * Names of the chunks that a page loads until its lobby is usable. Of the two languages, Japanese has the larger chunk.
 */
const lobby = ['boot', 'lobby', 'ja'];
const room = [...lobby, 'livekit', 'room', 'roomJa'];

/** Largest compressed sizes in bytes: what was reached (docs/decisions/0034), and a little more. */
export const sizeGoals = { lobby: 80_300, room: 199_500 };

/** Returns the compressed size of the app's JavaScript at two moments of a join, each with its limit. */
export function appSizes(root: string): { what: string; bytes: number; goalBytes: number }[] {
  const web = join(root, 'dist', 'web');
  const inline = inlineScriptBytes(join(web, 'index.html'));
  return [
    {
      what: 'before the lobby is usable',
      bytes: inline + javaScriptBytes(web, lobby),
      goalBytes: sizeGoals.lobby,
    },
    { what: 'until in the room', bytes: inline + javaScriptBytes(web, room), goalBytes: sizeGoals.room },
  ];
}
