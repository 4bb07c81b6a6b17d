import { useRef, useState } from 'react';
import { copyText } from '../browser/copyText.ts';
import { outsideLink, type InAppBrowser } from '../browser/inAppBrowser.ts';
import { useHelpMessages } from '../messages/useHelpMessages.ts';
import { Button } from '../ui/Button.tsx';
import styles from './InAppNotice.module.css';

/**
 * Shown when the page is open in the in-app browser of another app, before the page asks for any permission: how to
 * open the page in a real browser.
 */
export function InAppNotice({ inApp, onStay }: { inApp: InAppBrowser; onStay: () => void }) {
  const help = useHelpMessages();
  const [isCopied, setCopied] = useState(false);
  const link = useRef<HTMLInputElement>(null);
  const outside = outsideLink(inApp, new URL(location.href));

  async function copy(): Promise<void> {
    const isDone = await copyText(location.href);
    setCopied(isDone);
    // If the link was not copied, it gets the focus, which selects it, so that the guest can copy it by hand.
    if (!isDone) link.current?.focus();
  }

  return (
    <div className={styles.notice}>
      <h2>{help.inAppTitle(help.apps[inApp.app])}</h2>
      <p>{help.inAppAdvice[inApp.system]}</p>
      <div className={styles.buttons}>
        {outside && (
          <a className={styles.outside} href={outside}>
            {help.openOutside}
          </a>
        )}
        <Button onClick={() => void copy()}>{isCopied ? help.linkCopied : help.copyLink}</Button>
        <Button onClick={onStay}>{help.stayHere}</Button>
      </div>
      <input
        ref={link}
        className={styles.link}
        aria-label={help.link}
        value={location.href}
        readOnly
        onFocus={(event) => event.target.select()}
      />
    </div>
  );
}
