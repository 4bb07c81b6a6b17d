import type { Child } from './child.ts';

/** A part that is over without having been asked to be. */
export interface Crash {
  name: string;
  how: string;
  lastLines: readonly string[];
}

/** livekit-server ends with status 0 when it can't start, so every end is a crash. */
export async function crashOf(child: Child): Promise<Crash> {
  const { how } = await child.ended;
  return { name: child.name, how, lastLines: child.lastLines() };
}

export function describeCrash({ name, how, lastLines }: Crash): string {
  const title = `${name} ${how}.`;
  if (lastLines.length === 0) return `${title} It wrote nothing.`;
  return [title, 'Its last lines:', '', ...lastLines.map((line) => `  ${line}`)].join('\n');
}
