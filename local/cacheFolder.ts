import { homedir } from 'node:os';
import { join } from 'node:path';

/** Returns the folder for files that can be made again: livekit-server and the LAN certificate. */
export function cacheFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const { FIRST_ROOM_CACHE: own, XDG_CACHE_HOME: shared } = environment;
  if (own) return own;
  if (shared) return join(shared, 'first-room');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'first-room');
  return join(homedir(), '.cache', 'first-room');
}
