import { TrackSource, type VideoGrant } from 'livekit-server-sdk';
import type { Role } from '../common/contract.ts';

/** What guests who are not hosts may do in a room. */
export interface Rules {
  shareScreen: boolean;
  chat: boolean;
  /** Whether guests may turn their microphones on by themselves. */
  unmute: boolean;
}

/** The rules of a room as long as no host has changed them. */
export const openRules: Rules = { shareScreen: true, chat: true, unmute: true };

/**
 * What LiveKit permits a participant to do. Every flag must be set, because `updateParticipant` replaces all of them
 * (1.13.5).
 */
export interface Permission {
  canSubscribe: boolean;
  canPublish: boolean;
  canPublishData: boolean;
  canPublishSources: TrackSource[];
  canUpdateMetadata: boolean;
  canSubscribeMetrics: boolean;
}

const camera = TrackSource.CAMERA;
const microphone = TrackSource.MICROPHONE;
const screen = [TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO];

/**
 * The permission that LiveKit gets for a role. A listener publishes nothing; the rules do not apply to hosts.
 *
 * `canSubscribeMetrics` marks hosts. A permission is the only data about a participant that everybody in the room sees
 * and that no participant can change, and it is there again after a reconnect, also on another node. The flag has no
 * other effect here, because nobody publishes metrics.
 */
export function permissionOf(role: Role, rules: Rules): Permission {
  const isHost = role === 'host';
  const mayUnmute = isHost || rules.unmute;
  const mayShare = isHost || rules.shareScreen;
  return {
    canSubscribe: true,
    canPublish: role !== 'listener',
    canPublishData: isHost || rules.chat,
    canPublishSources:
      role === 'listener' ? [] : [camera, ...(mayUnmute ? [microphone] : []), ...(mayShare ? screen : [])],
    canUpdateMetadata: true,
    canSubscribeMetrics: isHost,
  };
}

/** The permission of a role, in the form in which a token states it. */
export function grantOf(role: Role, rules: Rules): VideoGrant {
  const { canUpdateMetadata, canSubscribeMetrics, ...permission } = permissionOf(role, rules);
  return {
    ...permission,
    canUpdateOwnMetadata: canUpdateMetadata,
    ...(canSubscribeMetrics && { canSubscribeMetrics }),
  };
}

/** The role of a participant, read from their permission. */
export function roleOf(permission: Pick<Permission, 'canPublish' | 'canSubscribeMetrics'> | undefined): Role {
  if (permission?.canSubscribeMetrics === true) return 'host';
  return permission?.canPublish === true ? 'speaker' : 'listener';
}

/** Whether two permissions permit the same. The order of the sources does not matter. */
export function isSamePermission(one: Permission, other: Permission): boolean {
  return comparable(one) === comparable(other);
}

function comparable(permission: Permission): string {
  const whole = asPermission(permission);
  return JSON.stringify({
    ...whole,
    canPublishSources: whole.canPublishSources.toSorted((one, other) => one - other),
  });
}

/**
 * A permission from LiveKit with all flags that this handler sets. An empty list of sources means all sources, so
 * it is replaced by the list of all sources.
 */
function asPermission(permission: Permission): Permission {
  const {
    canSubscribe,
    canPublish,
    canPublishData,
    canPublishSources,
    canUpdateMetadata,
    canSubscribeMetrics,
  } = permission;
  return {
    canSubscribe,
    canPublish,
    canPublishData,
    canPublishSources: canPublish && canPublishSources.length === 0 ? allSources : canPublishSources,
    canUpdateMetadata,
    canSubscribeMetrics,
  };
}

const allSources = [camera, microphone, ...screen];

/** The permission, but without the right to publish these sources. */
export function without(permission: Permission, sources: TrackSource[]): Permission {
  const whole = asPermission(permission);
  const canPublishSources = whole.canPublishSources.filter((source) => !sources.includes(source));
  // If no source is left, `canPublish` is turned off as well, because an empty list of sources would mean all sources.
  return { ...whole, canPublishSources, canPublish: whole.canPublish && canPublishSources.length > 0 };
}
