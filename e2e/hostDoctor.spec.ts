import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../testing/e2eTest.ts';

const built = join(import.meta.dirname, '..', 'dist', 'doctor', 'doctor.mjs');

test('the built doctor, one file without node_modules, finds nothing wrong with the built room', async ({
  server,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'first-room-doctor-'));
  await copyFile(built, join(folder, 'doctor.mjs'));
  const { text, status } = await new Promise<{ text: string; status: number | null }>((resolve) => {
    const child = execFile(
      process.execPath,
      ['doctor.mjs', server.url],
      { cwd: folder, env: {} },
      (_error, stdout, stderr) => resolve({ text: `${stdout}${stderr}`, status: child.exitCode }),
    );
  });
  await rm(folder, { recursive: true });
  expect(text).toMatch(/✓ media over UDP +fine +127\.0\.0\.1:\d+ answers in \d+ ms/);
  expect(text).toMatch(/\nNothing is wrong: \d+ fine, 0 to look at, 1 not tried\.\n$/);
  expect(status).toBe(0);
});
