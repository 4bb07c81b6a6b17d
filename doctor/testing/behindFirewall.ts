import { usualPorts } from '../../local/choosePorts.ts';
import { runDoctor } from '../commandLine.ts';
import { startTestServer } from './testServer.ts';

/**
 * A program that runs inside a network namespace (`unshare -rn`) whose firewall rules were set up before. It opens a
 * room with all its ports and runs the doctor on it.
 */
const [address = '', ...args] = process.argv.slice(2);
const testServer = await startTestServer({ ports: usualPorts, lan: { address, isOpen: true } });
const { stdout, stderr } = process;
process.exitCode = await runDoctor([testServer.url, ...args], { environment: {}, stdout, stderr });
await testServer.stop();
