import { setTimeout as wait } from 'node:timers/promises';
import type { BenchStage, GuestOptions, Variant } from '../stage.ts';
import type { Scenario } from '../scenario.ts';
import { controlsAtMs, firstRemoteFrame, noted } from '../waitFor.ts';

/**
 * Time that the guest spends in the lobby before the click: enough to look at it, and to load everything that the lobby
 * loads.
 */
const lookMs = 3000;

/** Measures the times after a click on Join in a lobby that has loaded everything. */
export const join: Scenario<'seeing' | 'whole' | 'seen'> = {
  rows: {
    seeing: { what: 'click on Join → first remote frame', unit: 'ms', goals: { usual: 0.6, floor: 1.15 } },
    whole: { what: 'click on Join → first remote frame and controls', unit: 'ms', goals: {} },
    seen: {
      what: 'click on Join → others see my first frame',
      unit: 'ms',
      goals: { usual: 0.7, floor: 1.15 },
    },
  },
  measure: (stage, variant) => clickWhenSettled(stage, variant, { isSeen: true }),
};

/**
 * Clicks on Join when the lobby has loaded everything, and returns the times from the click.
 *
 * @param isSeen whether to wait until others see the guest, too
 * @param look is called before the click
 */
export async function clickWhenSettled(
  stage: BenchStage,
  variant: Variant,
  {
    isSeen = false,
    look,
    ...options
  }: GuestOptions & {
    isSeen?: boolean;
    look?: () => Promise<void>;
  },
): Promise<{ seeing: number; whole?: number; seen?: number }> {
  const { page, close } = await stage.open(variant, options);
  try {
    await noted(page, 'joinEnabledAtMs');
    await page.waitForLoadState('networkidle');
    await wait(lookMs);
    await look?.();
    await page.getByRole('button', { name: /^Join( Room)?$/ }).click();
    const clickedAtMs = await noted(page, 'clickedAtMs');
    const seeing = (await firstRemoteFrame(page)) - clickedAtMs;
    const whole = variant === 'floor' ? {} : { whole: (await controlsAtMs(page)) - clickedAtMs };
    const seen = isSeen ? { seen: (await stage.seenByOthersAtMs(clickedAtMs)) - clickedAtMs } : {};
    return { seeing, ...whole, ...seen };
  } finally {
    await close();
  }
}
