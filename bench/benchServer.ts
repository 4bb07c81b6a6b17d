import { anyPorts } from '../local/choosePorts.ts';
import { builtProject } from '../local/project.ts';
import { startRoom, type RunningRoom } from '../local/room.ts';
import { silentScreen } from '../local/screen.ts';
import { benchApp } from './benchApp.ts';

/**
 * Starts a server for the benchmark: a real LiveKit and token handler, and the pages of the app and its rivals, which
 * must have been built.
 */
export function startBenchServer(
  root: string,
  environment: NodeJS.ProcessEnv,
  before?: string,
): Promise<RunningRoom> {
  return startRoom({
    project: { ...builtProject(root, { isBuilt: true }), openApp: async () => benchApp(root, before) },
    ports: anyPorts,
    environment: { ...process.env, RATE_LIMIT_PER_MINUTE: '10000', ...environment },
    screen: silentScreen,
  });
}
