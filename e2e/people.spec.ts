import { devices, type Locator, type Page } from 'playwright/test';
import { expectNoViolations } from './axe.ts';
import { giveLanAddress } from '../testing/giveLanAddress.ts';
import { tile } from '../testing/observe.ts';
import { expect, test, type GuestOptions } from '../testing/e2eTest.ts';

const hostKey = 'red-kettle-forty-nine';

async function openPeople(page: Page) {
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'People' }).click();
  const dialog = page.getByRole('dialog', { name: /^People/ });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Lets a host join and open the list of people, and then a guest, Ben. */
async function meet(join: (guest: GuestOptions) => Promise<Page>, origin: string, { isLocked = false } = {}) {
  const host = await join({ name: 'Aiko', origin, query: '', fragment: `host=${hostKey}`, video: 'off' });
  if (isLocked) await unlock(host);
  const ben = await join({ name: 'Ben', origin, query: '', video: 'off' });
  await expect(tile(host, 'Ben')).toBeVisible();
  const people = await openPeople(host);
  const choose = (action: string) => chooseFor(people, 'Ben', action);
  return { host, ben, people, choose };
}

/** Takes an action on one person in the host's list of people. */
async function chooseFor(people: Locator, name: string, action: string) {
  await people.getByRole('button', { name: `Actions for ${name}` }).click();
  await people.getByRole('menuitem', { name: action }).click();
}

/** Lets a host unlock the room, which is locked by default. */
async function unlock(host: Page) {
  const people = await openPeople(host);
  const lock = people.getByRole('checkbox', { name: 'Lock the room' });
  await expect(lock).toBeChecked();
  await lock.click();
  await expect(lock).not.toBeChecked();
  await host.keyboard.press('Escape');
}

test('a host, marked as such for everybody, unlocks a room that is locked by default, mutes a guest, lowers their hand, asks them to unmute, who unmutes with one click, and invites a listener, whose phone tells in Japanese what hosts do', async ({
  join,
  openLobby,
  openServer,
}) => {
  const { url: origin } = await openServer({ HOST_KEY: hostKey, ROOM_ENTRY: 'locked' });
  const { host, ben, people, choose } = await meet(join, origin, { isLocked: true });
  await choose('Mute');
  await expect(ben.getByText('A host muted you.')).toBeVisible();
  await expect(people.getByRole('listitem').filter({ hasText: 'Ben' })).toContainText('muted');
  await expect(ben.getByRole('button', { name: 'Microphone', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await expect(tile(ben, 'Aiko')).toHaveAccessibleName(/^Aiko, host/);
  await expect(tile(ben, 'Aiko').getByText('host', { exact: true })).toBeVisible();
  const hand = ben.getByRole('button', { name: 'Raise hand' });
  const isLowered = ben.getByText('A host lowered your hand.');
  await hand.click();
  await expect(people.getByRole('listitem').filter({ hasText: 'Ben' })).toContainText('hand raised');
  await choose('Lower hand');
  await expect(isLowered).toBeVisible();
  await expect(hand).toHaveAttribute('aria-pressed', 'false');
  await hand.click();
  await expect(isLowered).toHaveCount(0);
  // Ben lowers his hand himself, so no message says that a host has lowered it.
  await expect(hand).toHaveAttribute('aria-pressed', 'true');
  await hand.click();
  await expect(hand).toHaveAttribute('aria-pressed', 'false');
  await expect(isLowered).toHaveCount(0);
  // A row that moves closes its menu, so the host's page has to know of the lowered hand first.
  await expect(people.getByRole('listitem').filter({ hasText: 'Ben' })).not.toContainText('hand raised');
  await choose('Ask to unmute');
  await expect(ben.getByText('A host asks you to unmute.')).toBeVisible();
  await ben.getByRole('button', { name: 'Unmute', exact: true }).click();
  await expect(people.getByRole('listitem').filter({ hasText: 'Ben' })).toContainText('microphone on');
  await host.keyboard.press('Escape');

  // The host creates a link for a listener with a name.
  const lan = await giveLanAddress(host);
  await host.getByRole('button', { name: 'More', exact: true }).click();
  await host.getByRole('menuitem', { name: 'Invite' }).click();
  const form = host.getByRole('form', { name: 'Invitation with a role and an end' });
  await form.getByRole('combobox', { name: 'Join as' }).selectOption('Listener');
  await form.getByRole('textbox', { name: 'Name of the guest' }).fill('Chi');
  await form.getByRole('button', { name: 'Create link' }).click();
  await expect(form.getByRole('status')).toContainText('The link above is the new invitation.');
  await expectNoViolations(host);
  const link = new URL(await host.getByRole('textbox', { name: 'Link to this room' }).inputValue());
  expect([link.origin, link.search]).toEqual([lan, '?room=my-first-room']);
  // The host revokes another invitation again, and sees the usual link.
  await form.getByRole('button', { name: 'Create link' }).click();
  const shownLink = host.getByRole('textbox', { name: 'Link to this room' });
  await expect(shownLink).not.toHaveValue(link.href);
  const revoked = new URL(await shownLink.inputValue());
  await form.getByRole('button', { name: 'Revoke this invitation' }).click();
  await expect(form.getByRole('status')).toContainText('The invitation was revoked');
  await expect(shownLink).not.toHaveValue(/invit/);
  const late = await openLobby({
    name: 'Dan',
    origin,
    query: revoked.search.slice(1),
    fragment: revoked.hash.slice(1),
    video: 'off',
  });
  await expect(late.getByRole('alert')).toContainText(/invitation/i);
  await late.close();
  await host.keyboard.press('Escape');
  const phone = await openLobby({
    name: 'Somebody',
    origin,
    query: `${link.search.slice(1)}&lang=ja`,
    fragment: link.hash.slice(1),
    context: { ...devices['Pixel 7'], locale: 'ja-JP' },
  });
  await phone.getByRole('button', { name: '参加する' }).click();
  const list = await openPeople(host);
  const chi = list.getByRole('listitem').filter({ hasText: 'Chi' });
  await expect(chi).toContainText('Listener');
  // The phone tells by role, and in its language, what a host does to the guest.
  const chooseForChi = (action: string) => chooseFor(list, 'Chi', action);
  await phone.getByRole('button', { name: '手を挙げる' }).click();
  await expect(chi).toContainText('hand raised');
  await chooseForChi('Lower hand');
  await expect(phone.getByText('主催者が手を下ろしました。')).toBeVisible();
  await expect(chi).not.toContainText('hand raised');
  await chooseForChi('Make speaker');
  await expect(phone.getByText('主催者により発言者になりました。')).toBeVisible();
  await phone.getByRole('button', { name: 'マイク', exact: true }).click();
  await expect(chi).toContainText('microphone on');
  await chooseForChi('Mute');
  await expect(phone.getByText('主催者がマイクをミュートしました。')).toBeVisible();
  await chooseForChi('Ask to unmute');
  await expect(phone.getByText('主催者がミュートの解除を依頼しています。')).toBeVisible();
  await phone.getByRole('button', { name: 'カメラ', exact: true }).click();
  await expect(chi).toContainText('video on');
  await chooseForChi('Turn off video');
  await expect(phone.getByText('主催者がビデオをオフにしました。')).toBeVisible();
  await chooseForChi('Make listener');
  await expect(phone.getByText('主催者により視聴者になりました。')).toBeVisible();
  await chooseForChi('Make host');
  await expect(phone.getByText('主催者になりました。')).toBeVisible();
});

test('the lobby tells that a host link is old; a guest who is made host has the actions; a listener has no buttons for what listeners may not do; the lobby tells who is in the room unless it is locked', async ({
  join,
  openLobby,
  openServer,
}) => {
  const { url: origin } = await openServer({ HOST_KEY: hostKey, SHOW_WHO_IS_HERE: 'true' });
  const { host, ben, people, choose } = await meet(join, origin);
  // Chloe opens an old host link. She reads so before a click, and can join.
  const chloe = await openLobby({
    name: '',
    origin,
    query: '',
    fragment: `host=${hostKey}-of-old`,
    video: 'off',
  });
  await expect(chloe.getByRole('alert')).toHaveText(
    'This host link is no longer valid, so you’re a guest here.',
  );
  await expectNoViolations(chloe);
  const whoIsHere = chloe.getByText('Aiko and 1 other are here');
  await expect(whoIsHere).toBeVisible();
  const bens = await openPeople(ben);
  await expect(bens.getByRole('listitem').filter({ hasText: 'Aiko' })).toContainText('Host');
  await expect(bens.getByRole('button', { name: /^Actions/ })).toHaveCount(0);
  await expect(bens.getByRole('region', { name: 'Everyone' })).toHaveCount(0);
  await expectNoViolations(host);
  await choose('Make host');
  await expect(ben.getByText('You are a host now.')).toBeVisible();
  await expect(bens.getByRole('region', { name: 'Everyone' })).toBeVisible();
  await bens.getByRole('checkbox', { name: 'Lock the room' }).click();
  await expect(people.getByRole('checkbox', { name: 'Lock the room' })).toBeChecked();
  await chloe.reload();
  await expect(chloe.getByRole('alert')).toContainText('A host has locked this room.');
  await expect(whoIsHere).toHaveCount(0);
  await chloe.close();
  await bens.getByRole('checkbox', { name: 'Guests may write and react' }).click();
  await expect(people.getByRole('checkbox', { name: 'Guests may write and react' })).not.toBeChecked();
  await choose('Make listener');
  await expect(people.getByRole('status').filter({ hasText: 'host again in another tab' })).toBeVisible();
  await expect(ben.getByText('A host made you a listener. Your microphone and video are off.')).toBeVisible();
  await expect(bens.getByRole('button', { name: /^Actions/ })).toHaveCount(0);
  await ben.keyboard.press('Escape');
  // A listener has a tile only while their hand is raised, and is counted in words.
  const hand = ben.getByRole('button', { name: 'Raise hand' });
  const tileOfBen = tile(host, 'Ben');
  const listening = host.getByRole('button', { name: '2 people, 1 listening', includeHidden: true });
  await expect(tileOfBen).toHaveCount(0);
  await expect(listening).toBeVisible();
  await expect(
    people.getByText('1 listener. Listeners have a tile only while their hand is raised.'),
  ).toBeVisible();
  await hand.click();
  await expect(tileOfBen).toBeVisible();
  await expect(people.getByRole('listitem').first()).toContainText('Ben');
  await hand.click();
  await expect(tileOfBen).toHaveCount(0);
  await expect(people.getByRole('listitem').first()).toContainText('Aiko');
  // A listener has no buttons for what listeners may not do. Where only hosts may write, the chat says so.
  const bar = ben.getByRole('group', { name: 'Controls' });
  await expect(bar.getByRole('button', { name: 'Raise hand' })).toBeVisible();
  for (const name of ['Microphone', 'Video', 'Share screen', 'React']) {
    await expect(bar.getByRole('button', { name, exact: true })).toHaveCount(0);
  }
  await ben.getByRole('button', { name: /^Chat/ }).click();
  await expect(ben.getByText('Only hosts may write at the moment.')).toBeVisible();
  await expect(ben.getByRole('textbox')).toHaveCount(0);
  await expect(people.getByRole('listitem').filter({ hasText: 'Ben' })).toContainText('Listener');
  await choose('Remove from the room');
  await expect(ben.getByRole('heading', { name: 'The host removed you from the room.' })).toBeVisible();
  // The host lets Ben back in, who joins again in the same tab.
  const removed = people.getByRole('region', { name: 'Removed' });
  await expect(removed.getByRole('listitem')).toHaveText(/^Ben/);
  await expectNoViolations(host);
  // Ben's row had the focus and has disappeared: the list has it now.
  await expect(people.getByRole('list').first()).toBeFocused();
  await expect(people.getByRole('list').first().getByRole('listitem')).toHaveText([/^Aiko \(you\)/]);
  const end = people.getByRole('button', { name: 'End the call for everyone…' });
  const keep = people.getByRole('button', { name: 'Keep the call' });
  await end.click();
  await expect(keep).toBeFocused();
  await keep.click();
  await expect(end).toBeFocused();
  await removed.getByRole('button', { name: 'Let back in: Ben' }).click();
  await expect(removed.getByRole('status')).toContainText('can join again.');
  await expect(removed.getByRole('listitem')).toHaveCount(0);
  await expect(removed.getByRole('heading', { name: 'Removed' })).toBeFocused();
  await expectNoViolations(host);
  await ben.reload();
  await ben.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(people.getByRole('listitem').filter({ hasText: 'Ben' })).toBeVisible();
});
