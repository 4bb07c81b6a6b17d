import { useEffect, useRef, useState } from 'react';
import { isInvitation, keyIn, withKey, withPass } from '../../common/roomKey.ts';
import type { RoomKey } from '../access/roomKey.ts';
import { copyText } from '../browser/copyText.ts';
import { outsideLink, type InAppBrowser } from '../browser/inAppBrowser.ts';
import { useHelpMessages } from '../messages/useHelpMessages.ts';
import { Button } from '../ui/Button.tsx';
import styles from './InAppNotice.module.css';

/**
 * Shown when the page is open in the in-app browser of another app, before the page asks for any permission: how to
 * open the page in a real browser.
 */
export function InAppNotice({
  inApp,
  roomKey,
  onStay,
}: {
  inApp: InAppBrowser;
  roomKey: RoomKey;
  onStay: () => void;
}) {
  const help = useHelpMessages();
  const [isCopied, setCopied] = useState(false);
  const link = useRef<HTMLInputElement>(null);
  const [page] = useState(() => new URL(location.href));
  const pass = roomKey.pass();
  const own = pass === undefined ? page : withPass(page, pass);
  const outside = outsideLink(inApp, own);
  // The copied link keeps the guest's invitation, because without it the guest may not get in. It leaves out a host
  // key, because passing the link on would make others hosts.
  const copied = pass !== undefined && isInvitation(pass) ? own.href : page.href;
  useAddress(copied);

  async function copy(): Promise<void> {
    const isDone = await copyText(copied);
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
        value={copied}
        readOnly
        onFocus={(event) => event.target.select()}
      />
    </div>
  );
}

/**
 * Puts the link into the address bar while the notice is shown, because the app's own menu opens that address in the
 * browser.
 */
function useAddress(link: string): void {
  useEffect(() => {
    history.replaceState(history.state, '', link);
    return () => {
      const address = new URL(location.href);
      history.replaceState(history.state, '', withKey(address, keyIn(address)));
    };
  }, [link]);
}
