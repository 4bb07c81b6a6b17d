import type { ComponentProps } from 'react';
import styles from './LevelBars.module.css';

/**
 * Level of a microphone, shown at the edge of its button as three bars. They grow with the custom property `--level` of
 * the element, from 0 to 1.
 */
export function LevelBars(props: ComponentProps<'span'>) {
  return <span {...props} className={styles.bars} />;
}
