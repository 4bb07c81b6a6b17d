import { connect, createServer, type Socket } from 'node:net';

/**
 * A network path to a server through a TCP proxy, which tests can cut. The page, the token request and signalling go
 * through it, but no media.
 */
export interface Path {
  url: string;
  /**
   * Cuts the path. `closed` resets open connections and refuses new ones; `silent` accepts connections and forwards
   * nothing, as in a tunnel.
   */
  cut: (how: 'closed' | 'silent') => void;
  mend: () => void;
  close: () => Promise<void>;
}

export async function openPath(port: number): Promise<Path> {
  const sockets = new Set<Socket>();
  const held = new Set<Socket>();
  let state: 'open' | 'closed' | 'silent' = 'open';

  const server = createServer((near) => {
    if (state === 'closed') return near.destroy();
    if (state === 'open') return join(near, connect(port, '127.0.0.1'));
    // While the path is silent, new connections get no answer, and data sent on them is dropped, not delayed.
    held.add(near);
    near.on('error', () => {});
    near.on('close', () => held.delete(near));
  });

  function join(near: Socket, far: Socket): void {
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('data', (chunk) => other.write(chunk));
      socket.on('end', () => other.end());
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the path has no port');
  return {
    url: `http://localhost:${String(address.port)}/`,
    cut(how) {
      state = how;
      for (const socket of sockets) {
        if (how === 'closed') socket.destroy();
        else socket.pause();
      }
    },
    mend() {
      state = 'open';
      for (const socket of held) socket.destroy();
      for (const socket of sockets) socket.resume();
    },
    async close() {
      for (const socket of [...sockets, ...held]) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
