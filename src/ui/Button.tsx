import type { ComponentProps } from 'react';
import styles from './Button.module.css';

type ButtonLook = 'primary' | 'plain' | 'round' | 'bare' | 'danger';

/** The app's button. With the look `round` or `bare` it contains only an icon and needs an `aria-label`. */
export function Button({
  look = 'plain',
  className = '',
  ...rest
}: { look?: ButtonLook } & ComponentProps<'button'>) {
  return <button type="button" {...rest} className={`${styles.button} ${styles[look]} ${className}`} />;
}
