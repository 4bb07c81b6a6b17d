import { countRenders } from '../../testing/countRenders.ts';
import { nameHelper } from '../../testing/nameHelper.ts';
import type { Scenario } from '../scenario.ts';
import { readInCrowd } from './crowd.ts';

const people = 9;

const tiles = { app: '[data-tile]', before: '[data-tile]', usual: '.lk-participant-tile' };

/**
 * Counts how often React renders while the others in a call speak in turn for two seconds each. The floor, one of the
 * two rivals, has no React.
 */
export const renders: Scenario<'commits' | 'components'> = {
  rows: {
    commits: { what: `${people} others, 10 s: commits of React`, unit: 'times', goals: {} },
    components: {
      what: `${people} others, 10 s: components that React ran`,
      unit: 'times',
      goals: { usual: 0.3 },
    },
  },
  measure: async (stage, variant) => {
    if (variant === 'floor') return {};
    const [, { commits, components }] = await readInCrowd(stage, variant, {
      people,
      // `takeRenders` returns what React has rendered since its previous call, so the second reading counts only the
      // ten seconds between the two readings.
      read: ({ page }) => page.evaluate(() => window.takeRenders()),
      async prepare(devTools) {
        await devTools.send('Page.enable');
        await devTools.send('Page.addScriptToEvaluateOnNewDocument', {
          source: `${nameHelper} (${String(countRenders)})(${JSON.stringify(tiles[variant])});`,
        });
      },
    });
    return { commits, components };
  },
};
