import { fine, look, notApplicable, notTried, wrong, type Finding } from '../finding.ts';
import { reinstall } from '../installCommands.ts';
import { clockLines } from '../outside/judgeSignalling.ts';
import type { SystemObservation } from './readSystem.ts';

/** Bytes. livekit-server 1.13.5 warns below 5 MB, and recommends 16 MiB. */
const smallestBuffer = 5_000_000;

/** Every guest uses several sockets, and systemd's default limit is 1024. */
const fewestFiles = 4096;

const leastDiskShare = 0.05;
/** With less, logs, certificates and updates soon can't be written. */
const leastDiskBytes = 100_000_000;

const unknown = 'could not be read';

export function judgeSystem({
  receiveBuffer,
  livekitOpenFiles,
  freeDisk,
  isClockSynchronized,
  selinux,
  notEnabled,
  needsReboot,
}: SystemObservation): Finding[] {
  return [
    judgeBuffer(receiveBuffer),
    livekitOpenFiles === undefined
      ? notTried('open files', 'no process named livekit-server runs here')
      : livekitOpenFiles >= fewestFiles
        ? fine('open files', `LiveKit may open ${String(livekitOpenFiles)}`)
        : look(
            'open files',
            `LiveKit may open ${String(livekitOpenFiles)} only: beyond some hundred guests joins fail`,
            'The unit of the release has a higher limit: install.sh puts it back.',
            [reinstall],
          ),
    judgeDisk(freeDisk),
    isClockSynchronized === undefined
      ? notTried('clock', `timedatectl ${unknown}`)
      : isClockSynchronized
        ? fine('clock', 'set by the network')
        : look(
            'clock',
            'not set by the network: it drifts until tokens are refused',
            'Let it be set.',
            clockLines,
          ),
    ...judgeSelinux(selinux),
    judgeEnabled(notEnabled),
    judgeReboot(needsReboot),
  ];
}

/** With SELinux, nginx may neither connect to its upstreams nor read the page unless it is configured. */
function judgeSelinux(selinux: SystemObservation['selinux']): Finding[] {
  const step = 'SELinux';
  if (selinux === undefined) return [notApplicable(step, 'it is off, or not on this system')];
  const { mayConnect, webLabel } = selinux;
  const faults = [
    ...(mayConnect
      ? []
      : ['nginx may not ask the token handler and LiveKit (httpd_can_network_connect is off): 502']),
    ...(webLabel === undefined || webLabel.includes(':httpd_sys_content_t:')
      ? []
      : [`nginx may not read the page (its label is ${webLabel}): 403`]),
  ];
  if (faults.length === 0) return [fine(step, 'nginx may read the page and ask what is behind it')];
  return [wrong(step, faults.join('; '), 'install.sh sets both, and so that they last.', [reinstall])];
}

function judgeEnabled(notEnabled: SystemObservation['notEnabled']): Finding {
  const step = 'after a reboot';
  if (notEnabled === undefined) return notTried(step, 'systemd does not run here');
  if (notEnabled.length === 0) return fine(step, 'every service starts by itself');
  const list = notEnabled.join(' ');
  return wrong(step, `these do not start by themselves: ${list}`, 'Let them.', [
    `sudo systemctl enable ${list}`,
  ]);
}

function judgeReboot(needsReboot: SystemObservation['needsReboot']): Finding {
  const step = 'reboot';
  if (needsReboot === undefined)
    return notTried(step, 'this system does not tell (needs-restarting, of yum-utils)');
  if (!needsReboot) return fine(step, 'none is needed');
  return look(
    step,
    'one is needed, for updates that are installed and do not run yet',
    'It ends all calls, so wait until nobody is in a room.',
    ['sudo systemctl reboot'],
  );
}

function judgeBuffer(bytes: number | undefined): Finding {
  const step = 'receive buffer';
  if (bytes === undefined) return notTried(step, `net.core.rmem_max ${unknown}`);
  const seen = `net.core.rmem_max is ${String(bytes)}`;
  if (bytes >= smallestBuffer) return fine(step, seen);
  return look(
    step,
    `${seen}: bursts of pictures do not fit, and are lost`,
    'Raise it (LiveKit asks for 16 MiB), and start LiveKit again.',
    [
      reinstall,
      'sudo sysctl --load=/etc/sysctl.d/60-first-room.conf',
      'sudo systemctl restart first-room-livekit',
    ],
  );
}

function judgeDisk(free: SystemObservation['freeDisk']): Finding {
  const step = 'disk';
  if (free === undefined) return notTried(step, unknown);
  const seen = `${(free.bytes / 1e9).toFixed(1)} GB free (${(free.share * 100).toFixed(0)} %)`;
  if (free.share >= leastDiskShare && free.bytes >= leastDiskBytes) return fine(step, seen);
  const tell = free.bytes < leastDiskBytes ? wrong : look;
  return tell(step, seen, 'Logs grow until nothing starts any more: see what takes the place.', [
    'sudo journalctl --disk-usage; sudo journalctl --vacuum-size=500M',
    'sudo du -xh / --max-depth=2 | sort -h | tail',
  ]);
}
