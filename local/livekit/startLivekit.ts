import { startChild, type Child } from '../child.ts';
import { livekitConfig, type LivekitChoices } from './livekitConfig.ts';

/**
 * The only environment variables that are passed on to livekit-server. Many others could change its settings
 * (LIVEKIT_…, NODE_IP, UDP_PORT).
 */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'];

/**
 * Starts livekit-server. Its configuration, which contains the secret, is passed in the environment: every user of the
 * machine could read a command line.
 */
export function startLivekit(
  path: string,
  choices: LivekitChoices,
  onLine: (line: string) => void,
  name = 'livekit',
): Child {
  const environment: NodeJS.ProcessEnv = { LIVEKIT_CONFIG: livekitConfig(choices) };
  for (const variable of passedOn) {
    if (process.env[variable] !== undefined) environment[variable] = process.env[variable];
  }
  return startChild({ name, command: path, args: [], environment, onLine });
}
