import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Origin } from './origin.ts';

export interface Place {
  address: string;
  port: number;
  /** Key and certificate for HTTPS. Without them the server speaks HTTP. */
  certificate?: { key: string; cert: string };
}

export interface Served {
  port: number;
  close(): Promise<void>;
}

/**
 * Greatest size of a request's headers, in bytes. A join's offer travels in the URL of its WebSocket: about 3 kB now,
 * more with more tracks.
 */
const maxHeaderSize = 32_768;

/** Starts a server for the origin at one address. Rejects when the server can't listen there. */
export async function serveOrigin(origin: Origin, place: Place): Promise<Served> {
  const server: Server = place.certificate
    ? createHttpsServer({ ...place.certificate, maxHeaderSize }, origin.request)
    : createHttpServer({ maxHeaderSize }, origin.request);
  server.on('upgrade', (request, socket: Socket, head) => origin.upgrade(request, socket, head));
  // Collects WebSockets, to end them at `close`: after an upgrade node no longer counts a socket as the server's.
  const sockets = new Set<Socket>();
  for (const event of ['connection', 'secureConnection']) {
    server.on(event, (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: place.port, host: place.address, exclusive: true }, () => resolve());
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : place.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
