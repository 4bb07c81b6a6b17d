/**
 * `npm run release`: packs the output of `npm run build` and `deploy/` into one archive that `deploy/install.sh`
 * installs on a VM. The same sources give the same bytes.
 */
import { join } from 'node:path';
import { packRelease } from '../build/packRelease.ts';

const root = join(import.meta.dirname, '..');
const { archive, name, files, bytes, leftOut } = await packRelease(root, join(root, 'dist'));
console.log(`${archive}\n${name}: ${files} files, ${(bytes / 1_000_000).toFixed(1)} MB`);
// A release never contains tests, nor files that are used from the sources. Any other file that was left out is listed,
// because somebody may have expected it in the release.
const surprising = leftOut.filter(
  (file) => !/^(deploy\/(testing|terraform|cloud-init|kubernetes)|dist\/web\/\.vite)\//.test(file),
);
if (surprising.length > 0)
  console.log(`Not packed, since it is not part of a release: ${surprising.join(', ')}`);
console.log('On the VM: tar -xzf it, and run deploy/install.sh (deploy/README.md).');
