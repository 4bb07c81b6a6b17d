import type { Scenario } from '../scenario.ts';
import { noted, openedAtMs } from '../waitFor.ts';

/**
 * Measures the time from navigation with a cold cache to a usable lobby. The floor, one of the two rivals, has no
 * lobby.
 */
export const cold: Scenario<'usable'> = {
  rows: {
    usable: { what: 'cold navigation → lobby usable', unit: 'ms', goals: { usual: 0.6 } },
  },
  measure: async (stage, variant) => {
    if (variant === 'floor') return {};
    const { page, close } = await stage.open(variant);
    try {
      const times = [await noted(page, 'devicesAskedAtMs'), await noted(page, 'joinEnabledAtMs')];
      return { usable: Math.max(...times) - (await openedAtMs(page)) };
    } finally {
      await close();
    }
  },
};
