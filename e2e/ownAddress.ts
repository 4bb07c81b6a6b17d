import { networkInterfaces } from 'node:os';

/** Firefox takes no media from loopback, so its room is on an address of this machine, as with `--lan`. */
export const ownAddress = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

export const noOwnAddress = 'this machine has no address but loopback, and Firefox takes no media there';
