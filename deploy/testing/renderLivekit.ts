import { join } from 'node:path';
import { run } from './programs.ts';
import { shipped } from './rewrite.ts';

/**
 * Renders LiveKit's configuration as install.sh writes it on a node of a cluster: deploy/livekit.yaml, in which
 * sections of a local file replace those of the same name.
 *
 * @param local a file such as deploy/cluster/livekit.yaml
 *
 * @param publicIp the address that the node announces
 */
export function renderLivekit(local: string, publicIp: string): string {
  const script = 'root=; source "$1/turn.sh"; source "$1/place.sh"; render_livekit "$2" "$3" "$4" ""';
  const files = [join(shipped, 'install'), join(shipped, 'livekit.yaml'), local];
  // `--norc` keeps bash from reading its start-up file. It would, because its input is a socket, as Node's pipes are.
  const { status, output } = run('bash', [
    '--norc',
    '-euo',
    'pipefail',
    '-c',
    script,
    'bash',
    ...files,
    publicIp,
  ]);
  if (status !== 0) throw new Error(output);
  return output;
}
