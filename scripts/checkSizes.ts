import { join } from 'node:path';
import { appSizes } from '../bench/appSizes.ts';

/** A page that is slow to load is slow for good: what it fetches may not grow unseen. */
export function checkSizes(): boolean {
  const sizes = appSizes(join(import.meta.dirname, '..'));
  for (const { what, bytes, goalBytes } of sizes) {
    console.log(`JavaScript ${what}: ${kilobytes(bytes)} kB gzip, at most ${kilobytes(goalBytes)}`);
  }
  return sizes.every(({ bytes, goalBytes }) => bytes <= goalBytes);
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
