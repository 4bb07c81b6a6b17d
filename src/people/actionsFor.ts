import { roles, type HostAction, type Role } from '../../common/contract.ts';

/** The facts about a person in the room that decide what a host can do about them. */
export interface PersonState {
  /** Whether the person is the host who would act. */
  isLocal: boolean;
  role: Role;
  isHandUp: boolean;
  isMuted: boolean;
  isVideoOff: boolean;
  isSharing: boolean;
}

/** An action that a host can take on one person. */
export type PersonAction =
  | { action: 'set_role'; role: Role }
  | {
      action: Extract<
        HostAction,
        'mute' | 'ask_to_unmute' | 'stop_camera' | 'stop_screen_share' | 'lower_hand' | 'remove'
      >;
    };

/**
 * The actions that a host is offered about a person: those that would change something now. Hosts turn their own
 * devices off, and leave, with the room's own controls.
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
