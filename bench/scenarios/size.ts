import { join } from 'node:path';
import { appSizes, sizeGoals } from '../appSizes.ts';
import { javaScriptBytes } from '../sizes.ts';
import type { Scenario } from '../scenario.ts';

/** Compares the sizes of the builds; this scenario times nothing. */
export function sizeScenario(root: string, before = root): Scenario<'lobby' | 'room'> {
  return {
    isMeasuredOnce: true,
    rows: {
      lobby: {
        what: 'JavaScript before the lobby is usable, gzip',
        unit: 'kB',
        goals: { atMost: sizeGoals.lobby / 1000 },
      },
      room: {
        what: 'JavaScript until in the room, gzip',
        unit: 'kB',
        goals: { atMost: sizeGoals.room / 1000 },
      },
    },
    async measure(_stage, variant) {
      if (variant === 'floor' || variant === 'usual') {
        const bytes = javaScriptBytes(join(root, 'dist', 'bench', variant), ['index.html']);
        return variant === 'usual' ? { lobby: bytes / 1000, room: bytes / 1000 } : { room: bytes / 1000 };
      }
      const [lobby, room] = appSizes(variant === 'before' ? before : root).map(({ bytes }) => bytes / 1000);
      return { ...(lobby && { lobby }), ...(room && { room }) };
    },
  };
}
