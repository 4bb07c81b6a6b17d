import { createSocket } from 'node:dgram';
import { connect, createServer } from 'node:net';

/** A port on which one of First Room's programs is going to listen. */
export interface Port {
  /** Name of the command-line option that chooses another port. */
  option: string;
  purpose: string;
  protocol: 'tcp' | 'udp';
  address: string;
  port: number;
}

interface Held {
  port: number;
  release(): Promise<void>;
}

/**
 * Checks ports by binding all of them for a moment. They are bound at the same time, so that two of our own programs
 * with the same port are noticed, too.
 *
 * @returns a sentence for each port that can't be used
 */
export async function findPortProblems(ports: readonly Port[]): Promise<string[]> {
  const problems: string[] = [];
  const held: Held[] = [];
  for (const port of ports) {
    try {
      // Also asks whether a program answers on the port: macOS lets a program bind a port on one address while another
      // program has it on all addresses.
      if (port.protocol === 'tcp' && (await isAnswered(port))) throw new TakenError(port.address);
      const sibling = ipv6Sibling(port);
      if (sibling !== undefined && (await isAnswered({ address: sibling, port: port.port }))) {
        throw new TakenError(sibling);
      }
      held.push(await hold(port.protocol, port.address, port.port));
    } catch (error) {
      problems.push(describe(port, error));
    }
  }
  await Promise.all(held.map((one) => one.release()));
  return problems;
}

/**
 * Range in which free ports are chosen. It is below the ephemeral ports (Linux from 32768, macOS from 49152), any of
 * which may become the port of a connection a moment later, and above the last port that browsers refuse (10080).
 */
const [firstOfAny, endOfAny] = [11_000, 32_000] as const;

/**
 * The port that this process tries next when it looks for a free one. Each process begins at another port and goes on
 * from there. A port that was found free is bound only a moment later, and must not be found by another search
 * meanwhile.
 */
let nextOfAny = firstOfAny + ((process.pid * 4099) % (endOfAny - firstOfAny));

/** Finds a free port, for tests and for options that ask for any port (0). */
export async function findFreePort(protocol: 'tcp' | 'udp', address: string): Promise<number> {
  const held = await holdAny(protocol, address);
  await held.release();
  return held.port;
}

/** Finds several different ports that are free. */
export async function findFreePorts(
  count: number,
  protocol: 'tcp' | 'udp',
  address: string,
): Promise<number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => holdAny(protocol, address)));
  await Promise.all(held.map((one) => one.release()));
  return held.map(({ port }) => port);
}

async function holdAny(protocol: 'tcp' | 'udp', address: string): Promise<Held> {
  for (;;) {
    const port = nextOfAny;
    nextOfAny = port + 1 < endOfAny ? port + 1 : firstOfAny;
    try {
      return await hold(protocol, address, port);
    } catch (error) {
      if (codeOf(error) !== 'EADDRINUSE') throw error;
    }
  }
}

/** The error when another program uses the port on this address. */
class TakenError extends Error {
  code = 'EADDRINUSE';
  readonly address: string;
  constructor(address: string) {
    super(`${address} is taken`);
    this.address = address;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/**
 * Returns the IPv6 address on which a TCP port must be free as well. Browsers also try `::1` for `localhost`, so a
 * program there would be opened instead of ours. LiveKit opens its TCP port for media on both `0.0.0.0` and `::`.
 */
function ipv6Sibling({ protocol, address }: Pick<Port, 'protocol' | 'address'>): string | undefined {
  if (protocol === 'udp') return undefined;
  return { '127.0.0.1': '::1', '0.0.0.0': '::' }[address];
}

/**
 * Tells whether listening on an address failed because this machine has no IPv6. Then no other program can listen there
 * either.
 */
export function isWithoutIpv6(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(codeOf(error) ?? '');
}

function describe(port: Port, error: unknown): string {
  const name = `Port ${String(port.port)}/${port.protocol} (${port.purpose})`;
  const code = codeOf(error) ?? String(error);
  switch (code) {
    case 'EADDRINUSE': {
      const isElsewhere = error instanceof TakenError && error.address === '::1';
      const where = isElsewhere ? ' on [::1], where localhost can lead' : '';
      return `${name} is taken by another program${where}. Choose another one with ${port.option}.`;
    }
    case 'EACCES':
      return `${name} may only be opened by an administrator. Choose one above 1023 with ${port.option}.`;
    case 'EADDRNOTAVAIL':
      return `${name} can't be opened: ${port.address} is not an address of this machine.`;
    default:
      return `${name} can't be opened on ${port.address}: ${code}. Choose another one with ${port.option}.`;
  }
}

async function hold(protocol: 'tcp' | 'udp', address: string, port: number): Promise<Held> {
  if (protocol === 'udp') return holdUdp(address, port);
  const first = await holdTcp(address, port);
  const sibling = ipv6Sibling({ protocol, address });
  if (sibling === undefined) return first;
  try {
    const second = await holdTcp(sibling, first.port);
    return {
      port: first.port,
      release: async () => void (await Promise.all([first.release(), second.release()])),
    };
  } catch (error) {
    if (isWithoutIpv6(error)) return first;
    await first.release();
    throw codeOf(error) === 'EADDRINUSE' ? new TakenError(sibling) : error;
  }
}

function holdTcp(address: string, port: number): Promise<Held> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: address, exclusive: true, ipv6Only: address.includes(':') }, () => {
      const bound = server.address();
      resolve({
        port: typeof bound === 'object' && bound !== null ? bound.port : port,
        release: () => new Promise((done) => void server.close(() => done())),
      });
    });
  });
}

function holdUdp(address: string, port: number): Promise<Held> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ port, address, exclusive: true }, () => {
      resolve({
        port: socket.address().port,
        release: () => new Promise((done) => void socket.close(() => done())),
      });
    });
  });
}

/** Tells whether a program listens on a TCP port. */
export function isAnswered({ address, port }: Pick<Port, 'address' | 'port'>): Promise<boolean> {
  const host = { '0.0.0.0': '127.0.0.1', '::': '::1' }[address] ?? address;
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 500 });
    const answer = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => answer(true));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });
}
