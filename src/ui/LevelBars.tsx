import type { ComponentProps } from 'react';
import styles from './LevelBars.module.css';

/** Level of a microphone, at the edge of its button: three bars that grow with the custom property `--level`, from 0 to 1, on the element. */
export function LevelBars(props: ComponentProps<'span'>) {
  return <span {...props} className={styles.bars} />;
}
