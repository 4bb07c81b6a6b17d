import { setTimeout as wait } from 'node:timers/promises';
import type { GuestOptions } from '../stage.ts';
import type { Scenario } from '../scenario.ts';
import { firstRemoteFrame, noted } from '../waitFor.ts';

/** Long enough for a guest to look at the lobby, and for everything that it loads. */
const lookMs = 3000;

/** A click on Join in a lobby that has settled. */
export const join: Scenario<'seeing' | 'seen'> = {
  rows: {
    seeing: { what: 'click on Join → first remote frame', unit: 'ms', goals: { usual: 0.6, floor: 1.15 } },
    seen: {
      what: 'click on Join → others see my first frame',
      unit: 'ms',
      goals: { usual: 0.7, floor: 1.15 },
    },
  },
  measure: async (stage, variant) => {
    const { clickedAtMs, seeing } = await clickWhenSettled(stage, variant);
    return { seeing, seen: (await stage.seenByOthersAtMs(clickedAtMs)) - clickedAtMs };
  },
};

export async function clickWhenSettled(
  stage: Parameters<typeof join.measure>[0],
  variant: Parameters<typeof join.measure>[1],
  options: GuestOptions = {},
): Promise<{ clickedAtMs: number; seeing: number }> {
  const { page, close } = await stage.open(variant, options);
  try {
    await noted(page, 'joinEnabledAtMs');
    await page.waitForLoadState('networkidle');
    await wait(lookMs);
    await page.getByRole('button', { name: /^Join( Room)?$/ }).click();
    const clickedAtMs = await noted(page, 'clickedAtMs');
    const seeing = (await firstRemoteFrame(page)) - clickedAtMs;
    await stage.seenByOthersAtMs(clickedAtMs);
    return { clickedAtMs, seeing };
  } finally {
    await close();
  }
}
