import type { Participant } from 'livekit-client';
import type { Role } from '../../common/contract.ts';
import { fieldOf } from '../../common/fieldOf.ts';
import { parseJson } from '../../common/parseJson.ts';

/**
 * The role of a participant, read from the permission that LiveKit tells everybody. No participant can change their
 * permission (token/roles.ts).
 */
export function roleOf({ permissions }: Pick<Participant, 'permissions'>): Role {
  if (permissions?.canSubscribeMetrics) return 'host';
  // Before LiveKit has answered the join the permission is not known, and the participant counts as a speaker.
  return permissions === undefined || permissions.canPublish ? 'speaker' : 'listener';
}

/** LiveKit's numbers of the sources in a permission (`TrackSource` in @livekit/protocol). */
const sourceNumbers = { camera: 1, microphone: 2, screen: 3 } as const;

/**
 * Whether LiveKit lets this participant publish a source. An empty list of sources in the permission means all sources;
 * before LiveKit has answered the join the permission is not known.
 */
export function mayPublish(
  { permissions }: Pick<Participant, 'permissions'>,
  source: keyof typeof sourceNumbers,
): boolean {
  if (permissions === undefined) return true;
  const sources: readonly number[] = permissions.canPublishSources;
  return permissions.canPublish && (sources.length === 0 || sources.includes(sourceNumbers[source]));
}

/** Whether LiveKit passes this participant's messages, files and reactions on to others. */
export function mayWrite({ permissions }: Pick<Participant, 'permissions'>): boolean {
  return permissions?.canPublishData !== false;
}

/** The hosts' decisions about the room, as far as the room's pages show them. */
export interface HouseRules {
  isLocked: boolean;
  /** Whether newcomers wait until a host admits them. */
  hasWaitingRoom: boolean;
  /** The rights of participants who are not hosts. */
  share_screen: boolean;
  chat: boolean;
  unmute: boolean;
}

/**
 * Reads the decisions of the hosts from the room's metadata, which only the token handler writes (token/roomState.ts).
 * Metadata in any other form means that the hosts have decided nothing.
 */
export function readHouseRules(metadata: string | undefined): HouseRules {
  const content = parseJson(metadata ?? '');
  const isOurs = fieldOf(content, 'first_room') === 1;
  const entry = isOurs ? fieldOf(content, 'entry') : undefined;
  const rules = isOurs ? fieldOf(content, 'rules') : undefined;
  const rule = (name: string) => fieldOf(rules, name) !== false;
  return {
    isLocked: entry === 'locked',
    hasWaitingRoom: entry === 'knock',
    share_screen: rule('share_screen'),
    chat: rule('chat'),
    unmute: rule('unmute'),
  };
}
