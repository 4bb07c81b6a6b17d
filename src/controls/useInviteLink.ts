import { useEffect, useState } from 'react';
import { createReadConfig } from '../access/config.ts';
import { inviteLink, isThisComputerOnly } from './inviteLink.ts';

/** A link to send; see `useInviteLink`. */
export type InviteLink = string | null | undefined;

/**
 * The link to send; `undefined` if no other computer can open it. On this computer's loopback address it is the link in the local network, which
 * `npm start -- --lan` tells in config.json: `null` until that is known.
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
