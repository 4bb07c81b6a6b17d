import { usualPorts } from '../../local/choosePorts.ts';
import { runDoctor } from '../commandLine.ts';
import { startHouse } from './testServer.ts';

/**
 * Started inside a network of its own (`unshare -rn`): opens a room with all its ports, and lets the doctor look at
 * it. What a firewall drops was set up before.
 */
const [address = '', ...args] = process.argv.slice(2);
const house = await startHouse({ ports: usualPorts, lan: { address, isOpen: true } });
const { stdout, stderr } = process;
process.exitCode = await runDoctor([house.url, ...args], { environment: {}, stdout, stderr });
await house.stop();
