import { readConfig, type Config } from './config.ts';
import { createHandler } from './handler.ts';
import { invite } from './invite.ts';
import { liveRooms } from './liveRooms.ts';
import { createLog, type Logger } from './log.ts';
import { createMetrics, createMetricsHandler, type Metrics } from './metrics.ts';
import type { RedisAddress } from './redisAddress.ts';
import { localLimit } from './requestLimit.ts';
import { listen } from './server.ts';

/**
 * How long open requests may take to end after the signal that stops the process. Service managers kill a process after
 * 10 to 90 s.
 */
const closeDeadlineMs = 9500;

if (process.argv[2] === 'invite') invite(process.argv.slice(3), process.env);
else await start();

async function start() {
  const read = readConfig(process.env);
  if (read.ok) return await run(read.value);
  const list = read.problems.map((problem) => `  - ${problem}\n`).join('');
  fail(`The token handler can't start, because its environment contains errors:\n${list}`);
}

async function run(config: Config) {
  const log = createLog(config.logLevel);
  const live = liveRooms(config.livekitApiUrl, config.keys);
  const shared = config.redis && (await countInRedis(config.redis, log));
  const metrics = config.metrics && createMetrics(shared?.isAnswering);
  const createLimit = shared?.createLimit ?? localLimit;
  const handler = createHandler({ config, live, log, metrics, createLimit });
  const listening = await listen(handler, config);
  if (!listening.ok) {
    shared?.close();
    fail(`${listening.failure}\n`);
    return;
  }
  const server = listening.value;
  const scraped = metrics && config.metrics && (await serveMetrics(metrics, config.metrics));
  if (scraped?.ok === false) {
    await server.close(0);
    shared?.close();
    fail(`${scraped.failure}\n`);
    return;
  }
  if (scraped) log.info({ host: scraped.value.host, port: scraped.value.port }, 'metrics listening');
  for (const warning of config.warnings) log.warn(warning);
  log.info(
    shared === undefined
      ? 'requests are counted in this process alone'
      : 'requests are counted in Redis, with all handlers',
  );
  // This line is logged at every LOG_LEVEL, because programs that start the handler with PORT=0 read the port from it.
  log.child({}, { level: 'info' }).info({ host: server.host, port: server.port }, 'listening');

  let isClosing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isClosing) process.exit(0);
      isClosing = true;
      log.info({ signal }, 'closing');
      void server.close(closeDeadlineMs).then(() => {
        log.info('closed');
        process.exit(0);
      });
    });
  }
}

/** Counts requests in Redis. Redis's client is loaded only here, because it is larger than the rest of the handler. */
async function countInRedis(address: RedisAddress, log: Logger) {
  const { sharedLimits } = await import('./sharedLimit.ts');
  return sharedLimits(address, log);
}

async function serveMetrics(metrics: Metrics, place: { host: string; port: number }) {
  return await listen(createMetricsHandler(metrics), { ...place, prefix: 'METRICS_' });
}

function fail(text: string) {
  process.stderr.write(text);
  process.exitCode = 1;
}
