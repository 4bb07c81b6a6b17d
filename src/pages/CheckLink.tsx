import { checkLink } from '../address/address.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import styles from './CheckLink.module.css';

/** Link to the connection check. The check opens in a new tab, so that nothing on this page is lost. */
export function CheckLink() {
  const { checkConnection } = useMessages();
  return (
    <a className={styles.link} href={checkLink(new URL(location.href))} target="_blank" rel="noreferrer">
      {checkConnection}
    </a>
  );
}
