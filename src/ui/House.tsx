/** The app's sign, a house with one light, as in public/icon.svg. It is decorative, so screen readers skip it. */
export function House({ size }: { size: number }) {
  return (
    <svg viewBox="0 0 48 48" width={size} height={size} aria-hidden="true">
      <path fill="var(--accent)" d="M24 4 4 20v22a2 2 0 0 0 2 2h36a2 2 0 0 0 2-2V20z" />
      <rect fill="#f6b84f" x="18" y="23" width="12" height="13" rx="2" />
    </svg>
  );
}
