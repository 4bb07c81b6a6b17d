import type { IconNode } from 'lucide';
import type { ComponentProps } from 'react';
import { Icon } from '../ui/Icon.tsx';
import styles from './TileButton.module.css';

/** A small button over a picture, with a thumb's room around it. */
export function TileButton({
  icon,
  name,
  ...rest
}: { icon: IconNode; name: string } & ComponentProps<'button'>) {
  return (
    <button type="button" className={styles.button} aria-label={name} title={name} {...rest}>
      <span className={styles.face}>
        <Icon of={icon} size={18} />
      </span>
    </button>
  );
}
