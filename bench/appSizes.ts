import { join } from 'node:path';
import { inlineScriptBytes, javaScriptBytes } from './sizes.ts';

/** With the larger of the two languages. */
const lobby = ['boot', 'lobby', 'ja'];
const room = [...lobby, 'livekit', 'room', 'roomJa'];

/** The app's own, and what they may be. */
export function appSizes(root: string): { what: string; bytes: number; goalBytes: number }[] {
  const web = join(root, 'dist', 'web');
  const inline = inlineScriptBytes(join(web, 'index.html'));
  return [
    { what: 'before the lobby is usable', bytes: inline + javaScriptBytes(web, lobby), goalBytes: 95_000 },
    { what: 'until in the room', bytes: inline + javaScriptBytes(web, room), goalBytes: 235_000 },
  ];
}
