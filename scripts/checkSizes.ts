import { join } from 'node:path';
import { appSizes } from '../bench/appSizes.ts';

/** Checks that the JavaScript that the page loads is not larger than its limits, so that growth is noticed. */
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
