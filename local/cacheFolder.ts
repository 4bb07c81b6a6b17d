import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Returns the folder for files that First Room can download or make again: livekit-server and the certificate for the
 * LAN.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const { FIRST_ROOM_CACHE: own, XDG_CACHE_HOME: shared } = environment;
  if (own) return own;
  if (shared) return join(shared, 'first-room');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'first-room');
  return join(homedir(), '.cache', 'first-room');
}
