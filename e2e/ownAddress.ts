import { networkInterfaces } from 'node:os';

/** A non-loopback address of this machine, for rooms that Firefox joins: it uses no media over loopback. */
export const ownAddress = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

export const noOwnAddress = 'this machine has no address but loopback, and Firefox takes no media there';
