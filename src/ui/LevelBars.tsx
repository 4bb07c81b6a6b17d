import type { ComponentProps } from 'react';
import styles from './LevelBars.module.css';

/** Level of a microphone, shown at the edge of its button as three bars. `levelShower` changes it. */
export function LevelBars(props: ComponentProps<'span'>) {
  return <span {...props} className={styles.bars} />;
}

/** The bars have four heights. */
const steps = 3;
/** How long the bars keep a height after the level has fallen: longer than the pauses between syllables. */
const heldMs = 600;

/** The element of the bars, as far as their height is concerned. */
interface Bars {
  style: Pick<CSSStyleDeclaration, 'getPropertyValue' | 'setProperty'>;
}

/**
 * Returns a function that shows a level from 0 to 1. The bars rise at once and fall after a moment. Each change costs
 * the main thread more than a millisecond, so there are few, and they go to the element directly: React would render
 * everything around it.
 */
export function levelShower(): (bars: Bars | null, level: number) => void {
  let untilMs = 0;
  return (bars, level) => {
    if (!bars) return;
    const shown = Number(bars.style.getPropertyValue('--level'));
    const next = Math.round(level * steps) / steps;
    const nowMs = performance.now();
    if (next < shown && nowMs < untilMs) return;
    untilMs = nowMs + heldMs;
    if (next !== shown) bars.style.setProperty('--level', String(next));
  };
}
