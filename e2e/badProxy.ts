import { createServer, request as ask, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Faults that a proxy between the guest and the server can have. */
export interface Fault {
  /** The proxy forwards a WebSocket handshake without its Upgrade headers. */
  losesUpgrade?: boolean;
  /**
   * Greatest length of path and query, in characters, that the proxy forwards. It answers longer ones with status 414.
   */
  longestAddress?: number;
  /** Time for which the proxy holds back each request to LiveKit. */
  delayMs?: number;
  /** Time without data after which the proxy closes a WebSocket. */
  idleMs?: number;
}

/** Starts a faulty proxy between the guests and the server at `origin`. */
export async function startBadProxy(
  origin: string,
  fault: Fault,
): Promise<{ url: string; close: () => void }> {
  const { hostname, port } = new URL(origin);
  const sockets = new Set<Socket>();

  async function isPassed(incoming: IncomingMessage): Promise<boolean> {
    if ((incoming.url ?? '').length > (fault.longestAddress ?? Infinity)) return false;
    if (incoming.url?.startsWith('/rtc')) await wait(fault.delayMs ?? 0);
    return true;
  }

  const server = createServer((incoming, outgoing) => {
    void isPassed(incoming).then((isGood) => {
      if (!isGood) return outgoing.writeHead(414).end();
      const { method, url: path, headers } = incoming;
      const onward = ask({ hostname, port, method, path, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      return incoming.pipe(onward);
    });
  });

  server.on('upgrade', (incoming, socket: Socket, head: Buffer) => {
    void isPassed(incoming).then((isGood) => {
      if (!isGood) return socket.end('HTTP/1.1 414 URI Too Long\r\nConnection: close\r\n\r\n');
      const lost = fault.losesUpgrade ? /^(upgrade|connection|sec-websocket-.*)$/i : /^$/;
      const kept = Object.entries(incoming.headers).filter(([name]) => !lost.test(name));
      const onward = connect(Number(port), hostname, () => {
        const lines = kept.map(([name, value]) => `${name}: ${String(value)}`);
        onward.write([`GET ${incoming.url ?? ''} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
        onward.write(head);
        socket.pipe(onward).pipe(socket);
      });
      for (const [one, other] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
        if (fault.idleMs !== undefined) one.setTimeout(fault.idleMs, () => one.destroy());
      }
      return onward;
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address() as AddressInfo; // oxlint-disable-line typescript/no-unsafe-type-assertion
  return {
    url: `http://localhost:${bound.port}/`,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
