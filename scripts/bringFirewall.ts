import { whyNoNetwork } from '../e2e/network.ts';
import { findNft } from '../e2e/nft.ts';
import { installPackages } from './bringBrowser.ts';

/**
 * What the stories with closed ports need: nft, brought here if it is missing, and a kernel that gives a network of its own.
 * Where it can't be had those stories are skipped, and counted as such.
 */
export function bringFirewall(): boolean {
  if (findNft() === undefined) installPackages('nftables', 'iproute2');
  const missing = whyNoNetwork();
  console.log(
    missing === undefined ? String(findNft()) : `Stories with closed ports will be skipped: ${missing}`,
  );
  return true;
}
