import { once } from 'node:events';
import { WebSocket } from 'ws';
import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';

/** Reads the state of a Node process that was started with `--inspect`. */
export interface InspectedNode {
  pid: number;
  /** Collects garbage and returns the heap in MB that is left. */
  heapMegabytes: () => Promise<number>;
  /** Number of things that keep the process running: sockets, timers, requests. */
  activeResources: () => Promise<number>;
  close: () => void;
}

/** Connects to the inspector of a Node process on a port of loopback. */
export async function inspectNode(port: number): Promise<InspectedNode> {
  const targets: unknown = await (await fetch(`http://127.0.0.1:${String(port)}/json/list`)).json();
  const address = Array.isArray(targets) ? fieldOf(targets[0], 'webSocketDebuggerUrl') : undefined;
  if (typeof address !== 'string') throw new Error('Node has no inspector there.');
  const socket = new WebSocket(address);
  await once(socket, 'open');
  let sent = 0;
  const answers = new Map<number, (answer: unknown) => void>();
  socket.on('message', (data: Buffer) => {
    const answer = parseJson(data.toString());
    const id = Number(fieldOf(answer, 'id'));
    answers.get(id)?.(fieldOf(answer, 'result'));
    answers.delete(id);
  });
  const ask = (method: string, params: object = {}) =>
    new Promise<unknown>((resolve) => {
      sent += 1;
      answers.set(sent, resolve);
      socket.send(JSON.stringify({ id: sent, method, params }));
    });
  const evaluate = async (expression: string) =>
    Number(fieldOf(fieldOf(await ask('Runtime.evaluate', { expression }), 'result'), 'value'));
  return {
    pid: await evaluate('process.pid'),
    async heapMegabytes() {
      for (let round = 0; round < 3; round += 1) await ask('HeapProfiler.collectGarbage');
      return Number(fieldOf(await ask('Runtime.getHeapUsage'), 'usedSize')) / 1e6;
    },
    activeResources: () => evaluate('process.getActiveResourcesInfo().length'),
    close: () => socket.close(),
  };
}
