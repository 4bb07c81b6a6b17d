import { existsSync } from 'node:fs';
import { notTried, type Finding } from './finding.ts';
import { examineMachine, readInstallation, stopsEverybody } from './machine/examineMachine.ts';
import { help, parseOptions, type ExamineOptions } from './options.ts';
import { examineOutside } from './outside/examineOutside.ts';
import { printable, printableFinding } from './report/printable.ts';
import { keyOfInstallation } from './roomKey.ts';
import { cures, summary, tableLine } from './report/table.ts';

const status = { fine: 0, wrong: 1, misunderstood: 2 } as const;

/** The doctor's environment variables and output streams. */
export interface Surroundings {
  environment: Readonly<Record<string, string | undefined>>;
  stdout: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;
  stderr: Pick<NodeJS.WriteStream, 'write'>;
}

/**
 * Runs the doctor with these command-line arguments.
 *
 * @returns the exit status
 */
export async function runDoctor(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { stdout, stderr } = surroundings;
  const options = parseOptions(args);
  if (!options.ok) {
    stderr.write(`${printable(options.failure)}\n--help lists the options.\n`);
    return status.misunderstood;
  }
  if (options.value.kind === 'help') {
    stdout.write(`${help}\n`);
    return status.fine;
  }
  const findings = await report(options.value, surroundings);
  return findings.some(({ state }) => state === 'wrong') ? status.wrong : status.fine;
}

async function report(options: ExamineOptions, { environment, stdout }: Surroundings): Promise<Finding[]> {
  const findings: Finding[] = [];
  const isColoured = stdout.isTTY && !environment['NO_COLOR'];
  for await (const found of examine(options, environment)) {
    const finding = printableFinding(found);
    findings.push(finding);
    if (!options.json) stdout.write(`${tableLine(finding, isColoured)}\n`);
  }
  stdout.write(
    options.json
      ? `${JSON.stringify({ target: options.target?.href, findings }, undefined, 2)}\n`
      : `${cures(findings)}\n\n${summary(findings)}\n`,
  );
  return findings;
}

async function* examine(
  { target, slow, machine, livekitConfig, tokenEnvironment, tokenOrigin }: ExamineOptions,
  environment: Surroundings['environment'],
): AsyncGenerator<Finding> {
  const isServer = machine ?? (process.platform === 'linux' && existsSync(livekitConfig));
  const own = environment['ROOM_KEY']?.trim() || undefined;
  const kept = isServer ? keyOfInstallation(await readInstallation(tokenEnvironment), target) : undefined;
  const roomKey = own ?? kept;
  let cause: Finding | undefined;
  if (isServer) {
    for await (const finding of examineMachine({ livekitConfig, tokenEnvironment, target })) {
      if (stopsEverybody(finding)) cause ??= finding;
      yield finding;
    }
  }
  if (target === undefined) return;
  if (cause === undefined)
    yield* examineOutside({ target, slow, roomKey, tokenOrigin, isOnServer: isServer });
  else yield notTried('from outside', `"${cause.step}" would only appear again under other names`);
}
