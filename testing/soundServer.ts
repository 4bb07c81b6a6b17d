import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './findProgram.ts';

/** The package of PulseAudio in Debian and Ubuntu. */
export const soundServerPackage = 'pulseaudio';

/**
 * A private PulseAudio with two virtual speakers and two virtual microphones. The first of each is the default. Each
 * microphone records what the speaker with the same number plays.
 */
export interface SoundServer {
  /** Environment variables for a program that is to use these speakers and microphones. */
  environment: Record<string, string>;
  close: () => Promise<void>;
}

/** Says why this machine can't run a private PulseAudio; `undefined` when it can. */
export function whyNoSoundServer(): string | undefined {
  if (process.platform !== 'linux') return 'browsers use PulseAudio on Linux only';
  if (findProgram(['pulseaudio'], []) !== undefined) return undefined;
  return 'no pulseaudio on PATH';
}

export async function openSoundServer(): Promise<SoundServer> {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-sound-'));
  const socket = join(folder, 'socket');
  const script = join(folder, 'default.pa');
  const devices = [1, 2].flatMap((number) => [
    `load-module module-null-sink sink_name=speaker${number} sink_properties=device.description="Speaker-${number}"`,
    `load-module module-remap-source source_name=microphone${number} master=speaker${number}.monitor source_properties=device.description="Microphone-${number}"`,
  ]);
  const commands = [
    ...devices,
    'set-default-sink speaker1',
    'set-default-source microphone1',
    // Opens the socket last, so that the devices exist as soon as a program can connect.
    `load-module module-native-protocol-unix socket=${socket} auth-anonymous=1 auth-cookie-enabled=0`,
  ];
  await writeFile(script, `${commands.join('\n')}\n`);
  const environment = {
    PULSE_SERVER: `unix:${socket}`,
    // These folders keep PulseAudio away from the user's own files.
    PULSE_COOKIE: join(folder, 'cookie'),
    XDG_CONFIG_HOME: folder,
    XDG_RUNTIME_DIR: folder,
  };
  const server = spawn(
    findProgram(['pulseaudio'], []) ?? 'pulseaudio',
    ['-n', '-F', script, '--daemonize=no', '--exit-idle-time=-1', '--use-pid-file=no', '--disable-shm=yes'],
    { stdio: 'ignore', env: { ...process.env, ...environment } },
  );
  const close = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill();
      await once(server, 'exit');
    }
    await rm(folder, { recursive: true, force: true });
  };
  const endsAt = Date.now() + 20_000;
  while (!existsSync(socket)) {
    if (server.exitCode !== null || Date.now() > endsAt) {
      await close();
      throw new Error('PulseAudio does not start.');
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { environment, close };
}
