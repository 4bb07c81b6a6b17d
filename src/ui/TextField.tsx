import { useId, type ComponentProps } from 'react';
import styles from './TextField.module.css';

interface TextFieldProps extends ComponentProps<'input'> {
  label: string;
  /** Validation error. */
  error: string | undefined;
}

export function TextField({ label, error, ...input }: TextFieldProps) {
  const errorId = useId();
  const isWrong = error !== undefined;
  return (
    <>
      <label className={styles.field}>
        {label}
        <input {...input} aria-invalid={isWrong} aria-describedby={isWrong ? errorId : undefined} />
      </label>
      {isWrong && (
        <p id={errorId} className={styles.error} role="alert">
          {error}
        </p>
      )}
    </>
  );
}
