import { roles, type HostAction, type Role } from '../../common/contract.ts';

/** A person in the room, as far as it decides what a host can do about them. */
export interface PersonState {
  /** Whether this is the host themselves. */
  isLocal: boolean;
  role: Role;
  isHandUp: boolean;
  isMuted: boolean;
  isVideoOff: boolean;
  isSharing: boolean;
}

/** What a host can do about one person. */
export type PersonAction =
  | { action: 'set_role'; role: Role }
  | {
      action: Extract<
        HostAction,
        'mute' | 'ask_to_unmute' | 'stop_camera' | 'stop_screen_share' | 'lower_hand' | 'remove'
      >;
    };

/**
 * The actions that a host is offered about a person: those that make a difference now. Hosts turn their own devices off,
 * and leave, with the room's own controls.
 */
export function actionsFor({
  isLocal,
  role,
  isHandUp,
  isMuted,
  isVideoOff,
  isSharing,
}: PersonState): readonly PersonAction[] {
  const actions: PersonAction[] = [];
  if (!isLocal && !isMuted) actions.push({ action: 'mute' });
  if (!isLocal && isMuted && role !== 'listener') actions.push({ action: 'ask_to_unmute' });
  if (!isLocal && !isVideoOff) actions.push({ action: 'stop_camera' });
  if (!isLocal && isSharing) actions.push({ action: 'stop_screen_share' });
  if (isHandUp) actions.push({ action: 'lower_hand' });
  for (const other of roles) if (other !== role) actions.push({ action: 'set_role', role: other });
  if (!isLocal) actions.push({ action: 'remove' });
  return actions;
}
