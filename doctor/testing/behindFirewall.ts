import { usualPorts } from '../../local/choosePorts.ts';
import { runDoctor } from '../commandLine.ts';
import { startTestServer } from './testServer.ts';

/**
 * Started inside a network of its own (`unshare -rn`): opens a room with all its ports, and lets the doctor look at
 * it. What a firewall drops was set up before.
 */
const [address = '', ...args] = process.argv.slice(2);
const testServer = await startTestServer({ ports: usualPorts, lan: { address, isOpen: true } });
const { stdout, stderr } = process;
process.exitCode = await runDoctor([testServer.url, ...args], { environment: {}, stdout, stderr });
await testServer.stop();
