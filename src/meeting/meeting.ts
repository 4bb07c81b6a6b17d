import type { Room } from 'livekit-client';
import { connectionOf, type CallState } from '../call/callState.ts';
import type { HostAnswer, HostWish } from '../access/askAsHost.ts';
import type { PendingPublications } from '../call/pendingPublications.ts';
import type { Followed } from '../listeners.ts';
import type { ChosenKind, DeviceKind } from '../media/own/deviceChoices.ts';
import type { Preview } from '../media/own/preview.ts';
import { createReceivedVideo } from '../media/received/receivedVideo.ts';
import { createVoiceOnly } from '../media/received/voiceOnly.ts';
import { rememberedSwitch, type Switch } from '../rememberedSwitch.ts';
import { createAnnouncements, type AnnouncementKind } from './announcements.ts';
import { createArrivals } from './arrivals.ts';
import { createChat } from './chat/chat.ts';
import { createFiles } from './chat/files.ts';
import { createHands } from './hands.ts';
import { createHostDeeds } from './hostDeeds.ts';
import { createInterruptions } from './interruptions.ts';
import { createLastFrames } from './lastFrames.ts';
import { createNarrowing } from './narrowing.ts';
import { createNames } from './names.ts';
import type { Notices } from './notices.ts';
import { createTileOrder } from './order.ts';
import { createReactions } from './reactions.ts';
import { createScreenShare } from './screenShare.ts';
import { createSettled } from './settled.ts';
import { createSounds } from './sounds.ts';
import { createTilesBefore } from './tiles.ts';
import { createToasts } from './toasts.ts';
import { createVolumes } from './volumes.ts';
import { createWaiting } from './waiting.ts';

export interface MeetingParts {
  call: Followed<CallState>;
  /** Asks the token handler to do something in this room that only hosts may do. */
  actAsHost: (room: string, wish: HostWish) => Promise<HostAnswer>;
  notices: Notices;
  devices: CallChoices;
  leave: () => void;
  pendingPublications: PendingPublications;
  selfMirror: Switch;
}

/**
 * The guest's own devices. Choices that the guest makes during the call are recorded for the next connection and the
 * next session.
 */
interface CallChoices extends Pick<Preview, 'setOn' | 'flip'> {
  /** Whether the guest wants the device on, now and after a lost connection is back. */
  isOn: (kind: DeviceKind) => boolean;
  choose: (kind: ChosenKind, deviceId: string) => void;
}

/** Something that outlives each `Room` of a call. It is attached to the current one. */
interface Lasting {
  /**
   * Begins to work with this room.
   *
   * @returns detaches from the room
   */
  attach: (room: Room) => () => void;
  /** Called when the guest has left the call: drops state that a later call must not have. */
  end?: () => void;
}

export type Meeting = ReturnType<typeof createMeeting>;

/**
 * State that participants share, and settings of the guest, for all rooms of a page: a guest who lost the connection
 * rejoins with a new LiveKit `Room`, and the state outlives both. It consists of plain objects that views subscribe to.
 */
export function createMeeting({
  call,
  actAsHost,
  notices,
  devices,
  leave,
  pendingPublications,
  selfMirror,
}: MeetingParts) {
  const names = createNames();
  const announcements = createAnnouncements();
  const eventToasts = rememberedSwitch('toasts');
  const toasts = createToasts(eventToasts.getState);
  /** Tells the guest what others have done: screen readers announce it, and a toast shows it. */
  function report(kind: AnnouncementKind, who: readonly string[], text?: string): void {
    announcements.add(kind, who);
    toasts.add(kind, who, text);
  }
  const sounds = createSounds();
  const settled = createSettled(call);
  const video = createReceivedVideo();
  const voiceOnly = createVoiceOnly(video);
  const chat = createChat(names, (author, text) => {
    sounds.play('chat');
    // While the chat panel is open, nothing is reported, because screen readers announce the new message from the
    // panel's list (role="log").
    if (!chat.log.getState().isOpen) report('message', [author], text);
  });
  const files = createFiles(names, chat, (author, file) => {
    sounds.play('chat');
    if (!chat.log.getState().isOpen) report('file', [author], file);
  });

  const lasting = {
    // The volumes are attached to a room before everything else, so that participants whom the guest has muted are
    // never heard.
    volumes: createVolumes(),
    lastFrames: createLastFrames(settled, selfMirror.getState),
    chat,
    files,
    sounds,
    hands: createHands(names, {
      onRaised(name) {
        report('hand', [name]);
        sounds.play('hand');
      },
      onLoweredByHost(isLowered) {
        if (isLowered) notices.tell({ about: 'hand', say: ({ host }) => host.loweredHand });
        else notices.close('hand');
      },
    }),
    reactions: createReactions(names, (name, emoji) => report('reaction', [name], emoji)),
    arrivals: createArrivals(names, ({ came, left }) => {
      report('came', came);
      report('left', left);
      sounds.play(came.length > 0 ? 'came' : 'left');
    }),
    video,
    narrowing: createNarrowing({ video, notices, getConnection: () => connectionOf(call.getState()) }),
    hostDeeds: createHostDeeds(notices, devices),
    interruptions: createInterruptions(notices),
    screenShare: createScreenShare(() =>
      notices.tell({ about: 'share', say: ({ controls }) => controls.shareLost }),
    ),
    order: createTileOrder(),
    tilesBefore: createTilesBefore(settled),
  } satisfies Record<string, Lasting>;
  const parts: readonly Lasting[] = Object.values(lasting);

  return {
    ...lasting,
    actAsHost,
    announcements,
    call,
    devices,
    /** Whether toasts show who joins, leaves and reacts. The browser remembers this switch. */
    eventToasts,
    leave,
    /**
     * Whether single-key shortcuts are on. Guests who use speech input, or hit keys by mistake, can turn them off
     * (https://www.w3.org/WAI/WCAG22/Understanding/character-key-shortcuts.html). The browser remembers this switch.
     */
    letterShortcuts: rememberedSwitch('shortcuts'),
    names,
    /**
     * Whether the operating system tells a host who looks at another tab that somebody waits to come in. The browser
     * remembers this switch.
     */
    notifications: rememberedSwitch('notify'),
    notices,
    pendingPublications,
    selfMirror,
    settled,
    toasts,
    voiceOnly,
    waiting: createWaiting(),
    /**
     * Attaches everything in the meeting to this room.
     *
     * @returns detaches all of it; the state is kept for the next room
     */
    attach: (room: Room): (() => void) => {
      const detach = parts.map((part) => part.attach(room));
      return () => {
        for (const stop of detach) stop();
      };
    },
    /** Called when the guest has left the call. The guest may join another call later. */
    end: (): void => {
      for (const part of parts) part.end?.();
      toasts.closeAll();
      voiceOnly.forget();
    },
  };
}
