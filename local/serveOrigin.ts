import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Origin } from './origin.ts';

export interface Place {
  address: string;
  port: number;
  /** Serves HTTPS when set. */
  certificate?: { key: string; cert: string };
}

export interface Served {
  port: number;
  close(): Promise<void>;
}

/** Bytes: a join's offer travels in the URL of its WebSocket, about 3 kB now, more with more tracks. */
const maxHeaderSize = 32_768;

/** Serves the origin at one address. Rejects when it can't listen there. */
export async function serveOrigin(origin: Origin, place: Place): Promise<Served> {
  const server: Server = place.certificate
    ? createHttpsServer({ ...place.certificate, maxHeaderSize }, origin.request)
    : createHttpServer({ maxHeaderSize }, origin.request);
  server.on('upgrade', (request, socket: Socket, head) => origin.upgrade(request, socket, head));
  // After an upgrade node no longer counts a socket as the server's, so `close` would not end it.
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
