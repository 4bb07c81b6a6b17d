import { anyPorts } from '../local/choosePorts.ts';
import { builtProject } from '../local/project.ts';
import { startRoom, type RunningRoom } from '../local/room.ts';
import { silentScreen } from '../local/screen.ts';
import { benchApp } from './benchApp.ts';

/**
 * Starts a server for the benchmark: a real LiveKit and token handler, and the pages of the app and its rivals, which
 * must have been built.
 *
 * @param before folder of a built earlier version of the app, served at `/before/`
 * @param lanAddress an address of this machine at which the server is reached over HTTPS as well
 */
export function startBenchServer(
  root: string,
  environment: NodeJS.ProcessEnv,
  { before, lanAddress }: { before?: string | undefined; lanAddress?: string | undefined } = {},
): Promise<RunningRoom> {
  return startRoom({
    project: { ...builtProject(root, { isBuilt: true }), openApp: async () => benchApp(root, before) },
    ports: anyPorts,
    ...(lanAddress !== undefined && { lan: { address: lanAddress, isOpen: true } }),
    environment: { ...process.env, RATE_LIMIT_PER_MINUTE: '10000', ...environment },
    screen: silentScreen,
  });
}
