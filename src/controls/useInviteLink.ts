import { useEffect, useState } from 'react';
import { createReadConfig } from '../access/config.ts';
import { inviteLink, isThisComputerOnly } from './inviteLink.ts';

/** The link to the room that a guest can send to others. The special values are explained at `useInviteLink`. */
export type InviteLink = string | null | undefined;

/**
 * The link to the room to send to others; `undefined` if no other computer can open it. If the page has a loopback
 * address, the link is the address in the local network, which `npm start -- --lan` writes to config.json: `null` until
 * the page has read it.
 */
export function useInviteLink(): InviteLink {
  const own = inviteLink(location.href);
  const isLocal = isThisComputerOnly(own);
  const [sent, setSent] = useState<InviteLink>(null);
  useEffect(() => {
    if (!isLocal) return undefined;
    let isShown = true;
    void createReadConfig(new URL(location.href))().then((config) => {
      if (!isShown) return;
      const origin = config.ok ? config.value.inviteOrigin : undefined;
      setSent(origin && inviteLink(location.href, origin));
    });
    return () => {
      isShown = false;
    };
  }, [isLocal]);
  return isLocal ? sent : own;
}
