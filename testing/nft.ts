import { findProgram } from './findProgram.ts';

/** The program that sets the firewall of Linux; it is not on the PATH of everybody. */
export function findNft(): string | undefined {
  return findProgram(['nft'], ['/usr/sbin/nft', '/sbin/nft']);
}
