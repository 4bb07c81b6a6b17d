import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { json } from './answer.ts';
import type { Refusal } from '../common/contract.ts';
import { failed, success, type Result } from '../common/result.ts';

export interface RunningServer {
  host: string;
  /** The port that the server listens on; with port 0 the one that the system has chosen. */
  port: number;
  /**
   * Stops accepting connections, lets open requests finish, and ends the rest after `deadlineMs`. Resolves when no
   * connection is left.
   */
  close(deadlineMs: number): Promise<void>;
}

/**
 * How long the server keeps an idle connection. Proxies must give up their idle connections earlier (nginx: 60 s,
 * `keepalive_timeout` of an upstream): otherwise a proxy may send a request into a connection that has just been
 * closed, and answer 502.
 */
const keepAliveTimeoutMs = 75_000;

/**
 * Longest time in which a request must have arrived. A token request fits into one packet, so a client that needs
 * longer has lost its connection or holds it open on purpose.
 */
const requestTimeoutMs = 10_000;

/** Interval at which the server closes idle connections while it is closing itself. */
const sweepMs = 50;

/** How long, after the server has begun to close, a connection that has sent no request yet may still send one. */
const firstRequestMs = 500;

/** The address and port that the server listens on. */
interface Place {
  host: string;
  port: number;
  /** Prefix of the names of environment variables in error messages: `METRICS_` for `METRICS_PORT`. */
  prefix?: string;
}

/**
 * Starts a server that answers with this handler.
 *
 * @returns the running server, or a sentence that says why it can't listen and what to change
 */
export async function listen(
  handler: { fetch: Parameters<typeof getRequestListener>[0] },
  { host, port, prefix = '' }: Place,
): Promise<Result<RunningServer, string>> {
  const listener = getRequestListener(handler.fetch, {
    // The handler answers its own errors. This function answers requests that never reach it because they have no valid
    // URL, such as one with a broken Host.
    errorHandler: () => json(notAnAddress, 400),
  });
  const server = createServer(
    {
      keepAliveTimeout: keepAliveTimeoutMs,
      headersTimeout: requestTimeoutMs,
      requestTimeout: requestTimeoutMs,
      connectionsCheckingInterval: requestTimeoutMs / 4,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );

  // Connections that have sent no request yet. Browsers and load balancers open connections in advance. Node (20.20)
  // does not count them as idle, so one of them would keep the server open until the deadline.
  const unused = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));

  const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve);
    server.listen({ host, port }, () => {
      server.off('error', resolve);
      resolve(undefined);
    });
  });
  if (failure !== undefined) return failed(describeFailure(failure, { host, port, prefix }));

  const bound = server.address();
  return success({
    host,
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    close: (deadlineMs) =>
      new Promise((resolve) => {
        // `close` ends the connections that are idle now; this timer ends those that become idle later, after their
        // answers.
        const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
        const endUnused = () => {
          for (const socket of unused) socket.destroy();
        };
        const timers = [
          setTimeout(endUnused, firstRequestMs),
          setTimeout(() => server.closeAllConnections(), deadlineMs),
        ];
        server.close(() => {
          clearInterval(sweep);
          for (const timer of timers) clearTimeout(timer);
          resolve();
        });
      }),
  });
}

const notAnAddress: Refusal = {
  error: { code: 'request_invalid', message: 'The request line and Host make no address.' },
};

function describeFailure(error: NodeJS.ErrnoException, { host, port, prefix }: Required<Place>): string {
  const portName = `${prefix}PORT`;
  const at = `${prefix}HOST ${host}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `${portName} ${String(port)} on ${at} is in use by another program. Choose another ${portName}.`;
    case 'EACCES':
      return `This user may not listen on ${portName} ${String(port)} of ${at}. Choose a ${portName} from 1024 up.`;
    case 'EADDRNOTAVAIL':
      return `${at} is not an address of this machine. Choose one that is, or 0.0.0.0 for all (${portName} ${String(port)}).`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${at} is a name that can't be resolved. Choose an address of this machine (${portName} ${String(port)}).`;
    default:
      return `${at}, ${portName} ${String(port)} can't be listened on: ${error.message}.`;
  }
}
