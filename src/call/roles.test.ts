import { ParticipantPermission } from '@livekit/protocol';
import { expect, test } from 'vitest';
import { grantOf, openRules, permissionOf } from '../../token/roles.ts';
import { initialState, serializeState } from '../../token/roomState.ts';
import { roles } from '../../common/contract.ts';
import { mayPublish, mayWrite, readHouseRules, roleOf } from './roles.ts';

test('the app reads the roles that the token handler gives', () => {
  for (const role of roles) {
    const { canPublish = false, canSubscribeMetrics = false } = grantOf(role, openRules);
    expect(roleOf({ permissions: new ParticipantPermission({ canPublish, canSubscribeMetrics }) })).toBe(
      role,
    );
  }
});

test('the app reads the rules that the token handler writes, and takes other metadata for none', () => {
  const locked = { ...initialState('locked'), rules: { shareScreen: false, chat: true, unmute: false } };
  expect(readHouseRules(serializeState(locked))).toEqual({
    isLocked: true,
    hasWaitingRoom: false,
    share_screen: false,
    chat: true,
    unmute: false,
  });
  const none = { isLocked: false, hasWaitingRoom: false, share_screen: true, chat: true, unmute: true };
  for (const text of [
    undefined,
    '',
    '{',
    '{"entry":"locked","rules":{"chat":false}}',
    serializeState(initialState('open')),
  ]) {
    expect(readHouseRules(text)).toEqual(none);
  }
  expect(readHouseRules(serializeState(initialState('knock')))).toMatchObject({ hasWaitingRoom: true });
});

test('the app knows what a permission of the token handler allows', () => {
  const allowed = (role: (typeof roles)[number], rules = openRules) => {
    const { canPublish, canPublishSources, canPublishData } = permissionOf(role, rules);
    const permissions = new ParticipantPermission({ canPublish, canPublishSources, canPublishData });
    const sources = (['camera', 'microphone', 'screen'] as const).filter((source) =>
      mayPublish({ permissions }, source),
    );
    return [...sources, ...(mayWrite({ permissions }) ? ['write'] : [])];
  };
  expect(allowed('speaker')).toEqual(['camera', 'microphone', 'screen', 'write']);
  expect(allowed('listener')).toEqual(['write']);
  const strict = { shareScreen: false, chat: false, unmute: false };
  expect(allowed('speaker', strict)).toEqual(['camera']);
  expect(allowed('host', strict)).toEqual(['camera', 'microphone', 'screen', 'write']);
  const everything = { permissions: new ParticipantPermission({ canPublish: true }) };
  expect(mayPublish(everything, 'screen')).toBe(true);
  expect(mayPublish({}, 'screen')).toBe(true);
});
