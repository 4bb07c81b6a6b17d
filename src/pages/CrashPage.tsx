import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useMessages } from '../messages/MessagesContext.tsx';
import { Button } from '../ui/Button.tsx';
import styles from './SentencePage.module.css';

/** Our bugs end here, and nowhere else. */
export class CrashBoundary extends Component<{ children: ReactNode }, { hasCrashed: boolean }> {
  override state = { hasCrashed: false };

  static getDerivedStateFromError(): { hasCrashed: boolean } {
    return { hasCrashed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // For whoever looks into the console; React has no other place for it.
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
