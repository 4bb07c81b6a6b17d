import { networkInterfaces } from 'node:os';

/**
 * An address of this machine outside loopback. Firefox uses no media over loopback, so rooms that it joins need this
 * one.
 */
export const ownAddress = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

export const noOwnAddress = 'this machine has no address but loopback, and Firefox takes no media there';
