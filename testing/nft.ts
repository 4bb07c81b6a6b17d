import { findProgram } from './findProgram.ts';

/** Finds nft, which configures Linux's firewall. It is often not on the PATH of users. */
export function findNft(): string | undefined {
  return findProgram(['nft'], ['/usr/sbin/nft', '/sbin/nft']);
}
