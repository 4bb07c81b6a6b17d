import { fine, look, notTried, type Finding } from '../finding.ts';
import { clockLines } from '../outside/judgeSignalling.ts';
import type { SystemObservation } from './readSystem.ts';

/** livekit-server 1.13.5 warns below 5 MB, and asks for 16 MiB. */
const smallestBuffer = 5_000_000;

/** Every guest is a handful of sockets, and systemd's usual limit is 1024. */
const fewestFiles = 4096;

const leastDiskShare = 0.05;

const unknown = 'could not be read';

export function judgeSystem({
  receiveBuffer,
  livekitOpenFiles,
  freeDisk,
  isClockSynchronized,
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
            'Raise the limit in its unit.',
            ['LimitNOFILE=65536   # [Service], sudo systemctl edit first-room-livekit'],
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
  ];
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
      "printf 'net.core.rmem_max = 16777216\\nnet.core.wmem_max = 16777216\\n' | sudo tee /etc/sysctl.d/60-first-room.conf",
      'sudo sysctl --system && sudo systemctl restart first-room-livekit',
    ],
  );
}

function judgeDisk(free: SystemObservation['freeDisk']): Finding {
  const step = 'disk';
  if (free === undefined) return notTried(step, unknown);
  const seen = `${(free.bytes / 1e9).toFixed(1)} GB free (${(free.share * 100).toFixed(0)} %)`;
  if (free.share >= leastDiskShare) return fine(step, seen);
  return look(step, seen, 'Logs grow until nothing starts any more: see what takes the place.', [
    'sudo journalctl --disk-usage; sudo journalctl --vacuum-size=500M',
    'sudo du -xh / --max-depth=2 | sort -h | tail',
  ]);
}
