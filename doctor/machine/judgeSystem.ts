import { fine, look, notApplicable, notTried, wrong, type Finding } from '../finding.ts';
import { reinstall } from '../installCommands.ts';
import { clockLines } from '../outside/judgeSignalling.ts';
import type { SystemObservation } from './readSystem.ts';

/** Smallest receive buffer for UDP packets, in bytes: livekit-server 1.13.5 warns below 5 MB, and recommends 16 MiB. */
const smallestBuffer = 5_000_000;

/** Smallest limit of open files for LiveKit. Every guest uses several sockets, and systemd's default limit is 1024. */
const fewestFiles = 4096;

const leastDiskShare = 0.05;
/** Smallest free disk space. With less, logs, certificates and updates soon can't be written. */
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
            `LiveKit may open only ${String(livekitOpenFiles)}: with more than a few hundred guests joins fail`,
            "The release's unit has a higher limit: install.sh restores it.",
            [reinstall],
          ),
    judgeDisk(freeDisk),
    isClockSynchronized === undefined
      ? notTried('clock', `timedatectl ${unknown}`)
      : isClockSynchronized
        ? fine('clock', 'synchronised by NTP')
        : look(
            'clock',
            'not synchronised by NTP: it drifts until tokens are rejected',
            'Turn NTP on.',
            clockLines,
          ),
    ...judgeSelinux(selinux),
    judgeEnabled(notEnabled),
    judgeReboot(needsReboot),
  ];
}

/**
 * Judges SELinux' settings for nginx. With the defaults nginx may neither connect to LiveKit and the token handler nor
 * read the page.
 */
function judgeSelinux(selinux: SystemObservation['selinux']): Finding[] {
  const step = 'SELinux';
  if (selinux === undefined) return [notApplicable(step, 'it is off, or not on this system')];
  const { mayConnect, webLabel } = selinux;
  const faults = [
    ...(mayConnect
      ? []
      : ['nginx may not connect to the token handler and LiveKit (httpd_can_network_connect is off): 502']),
    ...(webLabel === undefined || webLabel.includes(':httpd_sys_content_t:')
      ? []
      : [`nginx may not read the page (its label is ${webLabel}): 403`]),
  ];
  if (faults.length === 0) return [fine(step, 'nginx may read the page and connect to its backends')];
  return [wrong(step, faults.join('; '), 'install.sh sets both permanently.', [reinstall])];
}

function judgeEnabled(notEnabled: SystemObservation['notEnabled']): Finding {
  const step = 'after a reboot';
  if (notEnabled === undefined) return notTried(step, 'systemd does not run here');
  if (notEnabled.length === 0) return fine(step, 'every service starts automatically');
  const list = notEnabled.join(' ');
  return wrong(step, `these do not start automatically: ${list}`, 'Enable them.', [
    `sudo systemctl enable ${list}`,
  ]);
}

function judgeReboot(needsReboot: SystemObservation['needsReboot']): Finding {
  const step = 'reboot';
  if (needsReboot === undefined)
    return notTried(step, "this system can't tell (it lacks needs-restarting from yum-utils)");
  if (!needsReboot) return fine(step, 'not needed');
  return look(
    step,
    'needed, for updates that are installed but not in use yet',
    'A reboot ends all calls, so wait until nobody is in a room.',
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
    `${seen}: bursts of video packets do not fit, and are lost`,
    'Raise it (LiveKit recommends 16 MiB), and restart LiveKit.',
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
  return tell(step, seen, 'Logs grow until nothing starts any more: find out what uses the space.', [
    'sudo journalctl --disk-usage; sudo journalctl --vacuum-size=500M',
    'sudo du -xh / --max-depth=2 | sort -h | tail',
  ]);
}
