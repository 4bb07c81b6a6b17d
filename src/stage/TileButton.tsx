import type { IconNode } from 'lucide';
import type { ComponentProps } from 'react';
import { Icon } from '../ui/Icon.tsx';
import styles from './TileButton.module.css';

/**
 * A small button over a video. The area that reacts to touch is as large as that of other buttons.
 *
 * @param word shown beside the icon on large tiles
 */
export function TileButton({
  icon,
  name,
  word,
  ...rest
}: { icon: IconNode; name: string; word?: string } & ComponentProps<'button'>) {
  return (
    <button type="button" className={styles.button} aria-label={name} title={name} {...rest}>
      <span className={styles.face}>
        <Icon of={icon} size={18} />
        {word && <span className={styles.word}>{word}</span>}
      </span>
    </button>
  );
}
