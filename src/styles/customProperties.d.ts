import 'react';

declare module 'react' {
  // Allows custom properties in the attribute `style` of React elements: style={{ '--columns': 3 }}.
  interface CSSProperties {
    [customProperty: `--${string}`]: string | number;
  }
}
