/**
 * `npm run release`: packs what `npm run build` made, and `deploy/`, into one archive that `deploy/install.sh` puts on a
 * VM. The same sources give the same bytes.
 */
import { join } from 'node:path';
import { packRelease } from '../build/packRelease.ts';

const root = join(import.meta.dirname, '..');
const { archive, name, files, bytes, leftOut } = await packRelease(root, join(root, 'dist'));
console.log(`${archive}\n${name}: ${files} files, ${(bytes / 1_000_000).toFixed(1)} MB`);
// The tests and what is used from the sources are left out of every release; anything else may surprise.
const surprising = leftOut.filter(
  (file) => !/^(deploy\/(testing|terraform|cloud-init|kubernetes)|dist\/web\/\.vite)\//.test(file),
);
if (surprising.length > 0) console.log(`Not packed, since no release has it: ${surprising.join(', ')}`);
console.log('On the VM: tar -xzf it, and run deploy/install.sh (deploy/README.md).');
