import { join } from 'node:path';
import { inlineScriptBytes, javaScriptBytes } from './sizes.ts';

/** Chunks that the page loads, with the larger one of the two languages. */
const lobby = ['boot', 'lobby', 'ja'];
const room = [...lobby, 'livekit', 'room', 'roomJa'];

/** Returns the size of the app's JavaScript, gzipped, and its limits. */
export function appSizes(root: string): { what: string; bytes: number; goalBytes: number }[] {
  const web = join(root, 'dist', 'web');
  const inline = inlineScriptBytes(join(web, 'index.html'));
  return [
    { what: 'before the lobby is usable', bytes: inline + javaScriptBytes(web, lobby), goalBytes: 95_000 },
    { what: 'until in the room', bytes: inline + javaScriptBytes(web, room), goalBytes: 226_000 },
  ];
}
