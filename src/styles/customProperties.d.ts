import 'react';

declare module 'react' {
  // Numbers reach the style sheets as custom properties: style={{ '--columns': 3 }}.
  interface CSSProperties {
    [customProperty: `--${string}`]: string | number;
  }
}
