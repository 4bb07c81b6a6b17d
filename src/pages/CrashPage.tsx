import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './SentencePage.module.css';

/** Shows the crash page after an exception while rendering, which is always a bug of the app. */
export class CrashBoundary extends Component<{ children: ReactNode }, { hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError(): { hasCrashed: boolean } {
    return { hasCrashed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // The error is written to the console, because it can be read nowhere else.
    // oxlint-disable-next-line no-console
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    return this.state.hasCrashed ? <CrashPage /> : this.props.children;
  }
}

function CrashPage() {
  const { crash } = useMessages();
  return (
    <main className={styles.page}>
      <h1>{crash.title}</h1>
      <p>{crash.advice}</p>
      <Button look="primary" onClick={() => location.reload()}>
        {crash.reload}
      </Button>
    </main>
  );
}
