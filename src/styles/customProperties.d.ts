import 'react';

declare module 'react' {
  // Allows custom properties in `style`: style={{ '--columns': 3 }}.
  interface CSSProperties {
    [customProperty: `--${string}`]: string | number;
  }
}
