import type { ComponentProps } from 'react';
import styles from './Button.module.css';

type ButtonLook = 'primary' | 'plain' | 'round' | 'danger';

/** The one button. `round` is an icon whose name is given by `aria-label`. */
export function Button({
  look = 'plain',
  className = '',
  ...rest
}: { look?: ButtonLook } & ComponentProps<'button'>) {
  return <button type="button" {...rest} className={`${styles.button} ${styles[look]} ${className}`} />;
}
