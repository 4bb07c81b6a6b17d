import { RoomEvent, Track, type Participant } from 'livekit-client';
import { Crown, Ear, EllipsisVertical, Hand, Mic, MicOff, MonitorX, UserX, Video, VideoOff } from 'lucide';
import { useRef, useState, type Ref } from 'react';
import { handAttribute } from '../../common/contract.ts';
import type { HostWish } from '../access/askAsHost.ts';
import { roleOf } from '../call/roles.ts';
import { presenceEvents } from '../meeting/presenceEvents.ts';
import { useRoomMessages } from '../messages/MessagesContext.tsx';
import { usePanelMessages } from '../messages/usePanelMessages.ts';
import { useMeeting } from '../room/MeetingContext.tsx';
import { useFollowed } from '../useFollowed.ts';
import { useRoomContext } from '../room/RoomContext.tsx';
import { useLatestList, useLatestOfRoom } from '../room/useLatest.ts';
import { useRole } from '../room/useMay.ts';
import { useAttribute, useIsMuted, useName } from '../room/useParticipant.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Menu, MenuItem } from '../ui/Menu.tsx';
import { useFocusHandedOn } from '../ui/useFocusHandedOn.ts';
import { actionsFor } from './actionsFor.ts';
import { hostProblem, type HostProblem } from './hostProblem.ts';
import { inListOrder } from './inListOrder.ts';
import { canNotify, mayNotify } from './notifications.ts';
import styles from './PeopleDialog.module.css';
import { RemovedPeople } from './RemovedPeople.tsx';
import { useHouseRules } from './useHouseRules.ts';
import { WaitingList } from './WaitingList.tsx';

/**
 * Does something that only a host may do, and shows whether it succeeded.
 *
 * @param isDemotion whether it takes the role from another host
 */
type Act = (wish: HostWish, isDemotion?: boolean) => void;

const listEvents = [
  ...presenceEvents,
  RoomEvent.ParticipantPermissionsChanged,
  RoomEvent.ParticipantAttributesChanged,
];

/** A list of everybody in the room, and for hosts the actions that they can take on one person and on all. */
export function PeopleDialog({ onClosed }: { onClosed: () => void }) {
  const { control, controls } = useRoomMessages();
  const { people: words } = usePanelMessages();
  const room = useRoomContext();
  const { actAsHost, hands } = useMeeting();
  const [problem, setProblem] = useState<HostProblem>();
  const [hasDemoted, setDemoted] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const row = useFocusHandedOn(list);
  const people = useLatestList(
    room,
    listEvents,
    () => {
      const everybody = [room.localParticipant, ...room.remoteParticipants.values()];
      return inListOrder(everybody, hands.number(everybody));
    },
    (one, other) => one === other,
  );
  // Counted by itself, because a new role may leave the list as it is.
  const listeners = useLatestOfRoom(
    room,
    listEvents,
    () =>
      [room.localParticipant, ...room.remoteParticipants.values()].filter((one) => roleOf(one) === 'listener')
        .length,
  );
  const isHost = useRole(room.localParticipant) === 'host';
  const act: Act = (wish, isDemotion = false) =>
    void actAsHost(room.name, wish).then((answer) => {
      const found = hostProblem(answer);
      setProblem(found);
      setDemoted(isDemotion && !found);
    });
  return (
    <Dialog title={`${controls.people} (${people.length})`} close={control.close} onClosed={onClosed}>
      <div className={styles.people}>
        <p role="alert" className={styles.problem}>
          {problem && words.problem[problem]}
        </p>
        <p role="status" className={styles.problem}>
          {hasDemoted && words.demoted}
        </p>
        {isHost && <WaitingList />}
        {listeners > 0 && <p className={styles.note}>{words.listeners(listeners)}</p>}
        <ul ref={list} tabIndex={-1}>
          {people.map((participant) => (
            <Person
              key={participant.sid}
              ref={row}
              participant={participant}
              act={isHost ? act : undefined}
            />
          ))}
        </ul>
        {isHost && <RemovedPeople act={act} />}
        {isHost && <ForAll act={act} />}
      </div>
    </Dialog>
  );
}

function Person({
  ref,
  participant,
  act,
}: {
  ref: Ref<HTMLLIElement>;
  participant: Participant;
  act: Act | undefined;
}) {
  const { people: words } = usePanelMessages();
  const { stage } = useRoomMessages();
  const name = useName(participant);
  const role = useRole(participant);
  const isHandUp = useAttribute(participant, handAttribute) !== '';
  const isMuted = useIsMuted(participant, Track.Source.Microphone);
  const isVideoOff = useIsMuted(participant, Track.Source.Camera);
  return (
    <li ref={ref} className={styles.person}>
      <span className={styles.name}>
        <bdi>{participant.isLocal ? stage.you(name) : name}</bdi>
        {role !== 'speaker' && <span className={styles.role}>{words.role[role]}</span>}
      </span>
      {isHandUp && <State icon={Hand} label={words.handUp} isOfPeople />}
      <State icon={isMuted ? MicOff : Mic} label={isMuted ? words.muted : words.unmuted} />
      <State icon={isVideoOff ? VideoOff : Video} label={isVideoOff ? words.videoOff : words.videoOn} />
      {act && <Actions participant={participant} name={name} act={act} />}
    </li>
  );
}

interface StateProps {
  icon: Parameters<typeof Icon>[0]['of'];
  label: string;
  /** Whether it has the colour that stands for people, so that it is seen at once. */
  isOfPeople?: boolean;
}

function State({ icon, label, isOfPeople }: StateProps) {
  return (
    <span className={styles.state} data-people={isOfPeople} title={label}>
      <Icon of={icon} size={18} />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

/** The actions that a host can take on one person. */
function Actions({ participant, name, act }: { participant: Participant; name: string; act: Act }) {
  const { people: words } = usePanelMessages();
  const { isLocal } = participant;
  const role = useRole(participant);
  const actions = actionsFor({
    isLocal,
    role,
    isHandUp: useAttribute(participant, handAttribute) !== '',
    isMuted: useIsMuted(participant, Track.Source.Microphone),
    isVideoOff: useIsMuted(participant, Track.Source.Camera),
    isSharing: !useIsMuted(participant, Track.Source.ScreenShare),
  });
  return (
    <Menu look="slim" icon={EllipsisVertical} label={words.actions(name)}>
      {actions.map((one) => (
        <MenuItem
          key={one.action === 'set_role' ? one.role : one.action}
          icon={one.action === 'set_role' ? roleIcons[one.role] : actionIcons[one.action]}
          onChoose={() => {
            const isDemotion = !isLocal && role === 'host' && one.action === 'set_role';
            act({ ...one, participant_identity: participant.identity }, isDemotion);
          }}
        >
          {one.action === 'set_role' ? words.makeRole[one.role] : words.action[one.action]}
        </MenuItem>
      ))}
    </Menu>
  );
}

const roleIcons = { host: Crown, speaker: Mic, listener: Ear };

const actionIcons = {
  mute: MicOff,
  ask_to_unmute: Mic,
  stop_camera: VideoOff,
  stop_screen_share: MonitorX,
  lower_hand: Hand,
  remove: UserX,
};

/** The actions that a host can take on everybody. */
function ForAll({ act }: { act: Act }) {
  const { people: words, waiting } = usePanelMessages();
  const room = useRoomContext();
  const { isLocked, hasWaitingRoom, ...rules } = useHouseRules();
  const [isEnding, setEnding] = useState(false);
  return (
    <section aria-label={words.everyone} className={styles.all}>
      <h3>{words.everyone}</h3>
      <div className={styles.buttons}>
        <Button onClick={() => act({ action: 'mute_all' })}>{words.muteAll}</Button>
        <Button onClick={() => act({ action: 'lower_all_hands' })}>{words.lowerAllHands}</Button>
      </div>
      {(['share_screen', 'chat', 'unmute'] as const).map((rule) => (
        <label key={rule} className={styles.rule}>
          <input
            type="checkbox"
            checked={rules[rule]}
            onChange={() => act({ action: 'set_rules', rules: { [rule]: !rules[rule] } })}
          />
          {words.rule[rule]}
        </label>
      ))}
      <label className={styles.rule}>
        <input
          type="checkbox"
          checked={isLocked}
          onChange={() => act({ action: isLocked ? 'unlock' : 'lock' })}
        />
        {words.locked}
      </label>
      <label className={styles.rule}>
        <input
          type="checkbox"
          checked={hasWaitingRoom}
          onChange={() => act({ action: 'set_waiting_room', on: !hasWaitingRoom })}
        />
        {waiting.room}
      </label>
      {hasWaitingRoom && <NotifySwitch />}
      <p className={styles.note}>
        {hasWaitingRoom ? waiting.note : isLocked ? words.lockedNote : words.openNote}
      </p>
      <div className={styles.buttons}>
        {isEnding && (
          <Button look="danger" onClick={() => act({ action: 'end' })}>
            {words.endNow(room.remoteParticipants.size)}
          </Button>
        )}
        {/* One button in both cases, so that it keeps the focus. */}
        <Button onClick={() => setEnding(!isEnding)}>{isEnding ? words.keep : words.end}</Button>
      </div>
    </section>
  );
}

function NotifySwitch() {
  const { waiting: words } = usePanelMessages();
  const { notifications } = useMeeting();
  const isWanted = useFollowed(notifications);
  const [isAllowed, setAllowed] = useState(mayNotify);
  if (!canNotify()) return null;
  const isOn = isWanted && isAllowed;
  async function change(): Promise<void> {
    notifications.setOn(!isOn);
    if (!isOn) setAllowed((await Notification.requestPermission()) === 'granted');
  }
  return (
    <label className={styles.rule}>
      <input type="checkbox" checked={isOn} onChange={() => void change()} />
      {words.notify}
    </label>
  );
}
