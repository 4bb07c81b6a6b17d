import { findProgram } from './findProgram.ts';

/** Finds the program nft, which configures Linux's firewall. It is often not on the PATH of ordinary users. */
export function findNft(): string | undefined {
  return findProgram(['nft'], ['/usr/sbin/nft', '/sbin/nft']);
}
