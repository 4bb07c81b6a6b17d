import { useState, type ComponentProps } from 'react';
import { roles } from '../../common/contract.ts';
import { fieldOf } from '../../common/fieldOf.ts';
import { useLocale } from '../messages/useLocale.ts';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useRoomContext } from '../room/RoomContext.tsx';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/TextField.tsx';
import styles from './Invitation.module.css';
import { invitationLink } from './inviteLink.ts';

/**
 * How long an invitation can be valid, in hours. If another host has made this guest a host, the token handler limits
 * their invitations to a day (token/hosting.ts).
 */
const choices = [2, 24, 24 * 7, 24 * 30];

/**
 * A form with which hosts create a link into this room or a new one, with one role and an end. Hosts with the host key
 * can revoke the link that they have just created.
 *
 * @param link the link to this room without a role
 * @param onMade called with the new link, and with `link` when the new one was revoked
 */
export function RoleInvitation({ link, onMade }: { link: string; onMade: (link: string) => void }) {
  const { role: words } = usePanelMessages().invite;
  const { name: room } = useRoomContext();
  const { actAsHost } = useMeeting();
  const locale = useLocale();
  const [told, setTold] = useState<{ text: string; isProblem: boolean }>();
  /** Id of the invitation that the guest has created last, if the guest may revoke it. */
  const [revocable, setRevocable] = useState<string>();

  async function make(form: FormData): Promise<void> {
    const text = (field: string) => {
      const value = form.get(field);
      return typeof value === 'string' ? value.trim() : '';
    };
    const name = text('name');
    const { outcome, body } = await actAsHost(room, {
      action: 'invite',
      role: roles.find((role) => role === text('role')) ?? 'speaker',
      hours: Number(text('hours')),
      ...(name !== '' && { participant_name: name }),
      new_room: form.has('newRoom'),
    });
    const invitation = fieldOf(body, 'invitation');
    const into = fieldOf(body, 'room_name');
    const end = fieldOf(body, 'ends_at');
    if (typeof invitation !== 'string' || typeof into !== 'string' || typeof end !== 'string') {
      setTold({ text: outcome === 'refused' ? words.refused : words.failed, isProblem: true });
      return;
    }
    onMade(invitationLink(link, into, invitation));
    const id = fieldOf(body, 'invitation_id');
    setRevocable(fieldOf(body, 'may_revoke') === true && typeof id === 'string' ? id : undefined);
    const until = new Date(end).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
    setTold({ text: words.made(until), isProblem: false });
  }

  async function revoke(id: string): Promise<void> {
    const { outcome } = await actAsHost(room, { action: 'revoke', invitation_id: id });
    const isProblem = outcome !== 'done';
    setTold({ text: isProblem ? words.notRevoked : words.revoked, isProblem });
    if (isProblem) return;
    setRevocable(undefined);
    onMade(link);
  }

  const onSubmit: ComponentProps<'form'>['onSubmit'] = (event) => {
    event.preventDefault();
    void make(new FormData(event.currentTarget));
  };

  return (
    <form className={styles.form} aria-label={words.title} onSubmit={onSubmit}>
      <h3>{words.title}</h3>
      <label className={styles.choice}>
        {words.role}
        <select name="role" defaultValue="speaker">
          {(['speaker', 'listener', 'host'] as const).map((role) => (
            <option key={role} value={role}>
              {words.roles[role]}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.choice}>
        {words.validFor}
        <select name="hours" defaultValue={24}>
          {choices.map((hours) => (
            <option key={hours} value={hours}>
              {words.hours(hours)}
            </option>
          ))}
        </select>
      </label>
      <TextField label={words.name} error={undefined} name="name" maxLength={60} autoComplete="off" />
      <label className={styles.check}>
        <input type="checkbox" name="newRoom" />
        {words.newRoom}
      </label>
      <Button type="submit">{words.make}</Button>
      <p role={told?.isProblem ? 'alert' : 'status'} className={styles.told}>
        {told?.text}
      </p>
      {revocable !== undefined && <Button onClick={() => void revoke(revocable)}>{words.revoke}</Button>}
    </form>
  );
}
