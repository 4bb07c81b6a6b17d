import { useId, type ComponentProps } from 'react';
import styles from './TextField.module.css';

interface TextFieldProps extends ComponentProps<'input'> {
  label: string;
  /** Why the text is not valid; `undefined` if it is. */
  error: string | undefined;
  /** A hint below the field, shown while there is no error. */
  hint?: string;
}

export function TextField({ label, error, hint, ...input }: TextFieldProps) {
  const textId = useId();
  const isWrong = error !== undefined;
  const text = error ?? hint;
  return (
    <>
      <label className={styles.field}>
        {label}
        <input {...input} aria-invalid={isWrong} aria-describedby={text && textId} />
      </label>
      {text && (
        // The key makes React create a new element for each error, because screen readers announce an alert when it
        // appears.
        <p
          key={String(isWrong)}
          id={textId}
          className={isWrong ? styles.error : styles.hint}
          role={isWrong ? 'alert' : undefined}
        >
          {text}
        </p>
      )}
    </>
  );
}
