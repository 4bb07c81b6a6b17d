import { startChild, type Child } from '../child.ts';
import { livekitConfig, type LivekitChoices } from './livekitConfig.ts';

/** livekit-server takes settings from many variables (LIVEKIT_…, NODE_IP, UDP_PORT): it gets only these of ours. */
const passedOn = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'];

/**
 * Starts livekit-server. The configuration, with the secret in it, goes by the environment: on the
 * command line every user of the machine could read it.
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
