import type { Scenario } from '../scenario.ts';
import { firstRemoteFrame, openedAtMs } from '../waitFor.ts';
import type { GuestOptions } from '../stage.ts';
import { clickWhenSettled } from './join.ts';

const prepare: GuestOptions['prepare'] = (devTools) =>
  devTools.send('Emulation.setCPUThrottlingRate', { rate: 4 });

/** Measures a join on a simulated cheap phone: the page's main thread is four times slower. */
export const processor: Scenario<'frame' | 'seeing' | 'whole'> = {
  rows: {
    frame: {
      what: 'processor four times slower: cold → first remote frame',
      unit: 'ms',
      goals: { usual: 0.7 },
    },
    seeing: {
      what: 'processor four times slower: click → first remote frame',
      unit: 'ms',
      goals: { usual: 0.6 },
    },
    whole: {
      what: 'processor four times slower: click → first remote frame and controls',
      unit: 'ms',
      goals: {},
    },
  },
  measure: async (stage, variant) => {
    const { page, close } = await stage.open(variant, { clicks: true, prepare });
    let frame: number;
    try {
      frame = (await firstRemoteFrame(page)) - (await openedAtMs(page));
    } finally {
      await close();
    }
    return { frame, ...(await clickWhenSettled(stage, variant, { prepare })) };
  },
};
