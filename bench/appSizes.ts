import { join } from 'node:path';
import { javaScriptBytes } from './sizes.ts';

/** With the larger of the two languages. */
const lobby = ['index.html', 'src/main.tsx', 'src/messages/ja.ts'];
const room = [...lobby, 'src/call/connection.ts', 'src/pages/RoomPage.tsx'];

/** The app's own, and what they may be. */
export function appSizes(root: string): { what: string; bytes: number; goalBytes: number }[] {
  const web = join(root, 'dist', 'web');
  return [
    { what: 'before the lobby is usable', bytes: javaScriptBytes(web, lobby), goalBytes: 95_000 },
    { what: 'until in the room', bytes: javaScriptBytes(web, room), goalBytes: 235_000 },
  ];
}
