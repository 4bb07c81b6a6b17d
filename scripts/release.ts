/**
 * `npm run release`: packs what `npm run build` made, and `deploy/`, into one archive that `deploy/install.sh` puts on a
 * VM. The same sources give the same bytes.
 */
import { join } from 'node:path';
import { packRelease } from './packRelease.ts';

const root = join(import.meta.dirname, '..');
const { archive, name, files, bytes } = await packRelease(root, join(root, 'dist'));
console.log(`${archive}\n${name}: ${files} files, ${(bytes / 1_000_000).toFixed(1)} MB`);
console.log('On the VM: tar -xzf it, and run deploy/install.sh (deploy/README.md).');
