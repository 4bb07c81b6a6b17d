import type { ComponentProps } from 'react';
import styles from './Button.module.css';

type ButtonLook = 'primary' | 'plain' | 'round' | 'bare' | 'danger';

/** The one button. `round` and `bare` are an icon alone, whose name is given by `aria-label`. */
export function Button({
  look = 'plain',
  className = '',
  ...rest
}: { look?: ButtonLook } & ComponentProps<'button'>) {
  return <button type="button" {...rest} className={`${styles.button} ${styles[look]} ${className}`} />;
}
