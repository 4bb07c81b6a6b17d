import { checkLink } from '../address/address.ts';
import { useMessages } from '../messages/MessagesContext.tsx';
import styles from './CheckLink.module.css';

/** To the connection check, beside this page: nothing that was begun here is lost. */
export function CheckLink() {
  const { checkConnection } = useMessages();
  return (
    <a className={styles.link} href={checkLink(new URL(location.href))} target="_blank" rel="noreferrer">
      {checkConnection}
    </a>
  );
}
