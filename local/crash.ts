import type { Child } from './child.ts';

/** The unexpected end of a program that should have gone on running. */
export interface Crash {
  name: string;
  how: string;
  lastLines: readonly string[];
}

/**
 * Resolves when the program ends, which always counts as a crash: livekit-server exits with status 0 even when it can't
 * start.
 */
export async function crashOf(child: Child): Promise<Crash> {
  const { how } = await child.ended;
  return { name: child.name, how, lastLines: child.lastLines() };
}

export function describeCrash({ name, how, lastLines }: Crash): string {
  const title = `${name} ${how}.`;
  if (lastLines.length === 0) return `${title} It wrote nothing.`;
  return [title, 'Its last lines:', '', ...lastLines.map((line) => `  ${line}`)].join('\n');
}
