/**
 * Messages of the room's chat panel and dialogs, in English; loaded with the first of these. `panelJa.ts` has the same
 * type.
 */
export const panelEn = {
  chat: {
    log: 'Messages',
    empty: 'No messages yet. Messages are stored only in the browsers of the people in the room.',
    toldBy: (name: string) => `Passed on by ${name}`,
    you: 'You',
    write: 'Write a message',
    closed: 'Only hosts may write at the moment.',
    send: 'Send',
    left: (count: number) => (count === 1 ? '1 character left' : `${count} characters left`),
    tooLong: (count: number) => (count === 1 ? 'Too long by 1 character' : `Too long by ${count} characters`),
    isTooLong: 'The message is too long.',
    delivery: { sending: 'Sending…', sent: 'Sent', failed: 'Not sent' },
    sendAgain: 'Send again',
    sounds: 'Sounds',
  },

  file: {
    attach: (most: string) => `Attach files, at most ${most} each`,
    chosen: 'Attached files',
    toEveryone:
      'Everyone in the room will get these files as they are. A photo can contain the place where it was taken.',
    remove: (name: string) => `Remove ${name}`,
    refused: {
      too_large: (name: string, most: string) => `${name} is too large: at most ${most}.`,
      too_many: (name: string) => `${name} was not attached: at most 10 files at a time.`,
      empty: (name: string) => `${name} is empty.`,
      unreadable: (name: string) => `${name} can’t be read. Folders can’t be attached.`,
    },
    progress: (name: string) => `Progress of ${name}`,
    cancel: 'Cancel',
    cancelNamed: (name: string) => `Cancel ${name}`,
    save: 'Save',
    saveNamed: (name: string) => `Save ${name}`,
    waiting: 'Waiting…',
    cancelled: 'Cancelled',
    /** The status of a file that another participant sends. */
    received: {
      moving: 'Receiving…',
      cancelled: 'You cancelled this file.',
      stopped: 'The sender cancelled this file.',
      failed: 'The connection was cut, and the file did not arrive.',
      too_large: 'Not received, because it is too large.',
      dropped: 'Removed here, because the files need too much memory. Ask for it again.',
      absent: 'Sent before you came. Ask for it again if you need it.',
    },
  },

  alone: {
    send: 'You’re the only one here. Send this link to invite others.',
    here: 'Nobody else is here yet.',
    left: 'Everyone else has left.',
  },

  invite: {
    title: 'Invite others',
    hint: 'Anyone with this link can come to this room.',
    hintKey: 'This link contains the room key. Anyone who has it can join.',
    thisComputerOnly:
      'This address works on this computer only: open it in a second window to try the room. To invite others, start the room with “npm start -- --lan”.',
    link: 'Link to this room',
    copy: 'Copy link',
    done: 'Copied',
    copied: 'Link copied.',
    copyYourself: 'The link is selected. Copy it from here.',
    send: 'Share link…',
    code: 'QR code of the link',
    role: {
      title: 'Invitation with a role and an end',
      role: 'Join as',
      roles: { speaker: 'Guest', listener: 'Listener', host: 'Host' },
      validFor: 'Valid for',
      hours: (hours: number) =>
        hours < 24 ? `${hours} hours` : hours === 24 ? '1 day' : `${hours / 24} days`,
      name: 'Name of the guest (optional)',
      newRoom: 'Into a new room',
      make: 'Create link',
      made: (until: string) =>
        `The link above is the new invitation. Anyone who has it can use it until ${until}.`,
      refused: 'You can’t create this invitation. Only people who came with the host link can invite hosts.',
      failed: 'The link could not be created. Please try again.',
      revoke: 'Revoke this invitation',
      revoked:
        'The invitation was revoked: its link opens nothing any more. People who are in the room stay.',
      notRevoked: 'The invitation could not be revoked. Please try again.',
    },
  },

  toast: {
    message: (who: string, text: string) => `${who}: ${text}. Open the chat`,
    file: (who: string, name: string) => `${who} sent a file: ${name}. Open the chat`,
    sentFile: (name: string) => `sent a file: ${name}`,
  },

  layout: {
    arrangement: 'Videos',
    name: { auto: 'Auto', grid: 'Grid', speaker: 'Speaker' },
    hint: {
      auto: 'The other person large in a call of two, otherwise a grid',
      grid: 'Everyone equally large',
      speaker: 'Whoever speaks is large',
    },
    perPage: 'Videos on a page',
    asManyAsFit: 'As many as fit',
    atMost: (count: number) => `At most ${count}`,
  },

  people: {
    role: { host: 'Host', speaker: 'Speaker', listener: 'Listener' },
    listeners: (count: number) =>
      `${count === 1 ? '1 listener' : `${count} listeners`}. Listeners have a tile only while their hand is raised.`,
    handUp: 'hand raised',
    muted: 'muted',
    unmuted: 'microphone on',
    videoOff: 'video off',
    videoOn: 'video on',
    actions: (name: string) => `Actions for ${name}`,
    action: {
      mute: 'Mute',
      ask_to_unmute: 'Ask to unmute',
      stop_camera: 'Turn off video',
      stop_screen_share: 'Stop screen sharing',
      lower_hand: 'Lower hand',
      remove: 'Remove from the room',
    },
    makeRole: { host: 'Make host', speaker: 'Make speaker', listener: 'Make listener' },
    problem: {
      refused: 'Only hosts can do this. You may not be a host any more.',
      full: 'This can’t be saved: hosts have decided about too many people in this call. The list is empty again after the call.',
      busy: 'Too many requests from your network. Please wait a moment and try again.',
      failed: 'That didn’t work. Please try again.',
    },
    demoted:
      'If they came with a host link or an invitation for hosts, they can be host again in another tab. To prevent that, change the host key or revoke the invitation.',
    removed: 'Removed',
    letBackIn: 'Let back in',
    letBackInNamed: (name: string) => `Let back in: ${name}`,
    isBack: (name: string) => `${name} can join again.`,
    unknown: 'Guest removed before you joined',
    everyone: 'Everyone',
    muteAll: 'Mute everyone',
    lowerAllHands: 'Lower all hands',
    rule: {
      share_screen: 'Guests may share their screens',
      chat: 'Guests may write and react',
      unmute: 'Guests may unmute themselves',
    },
    locked: 'Lock the room',
    lockedNote: 'Nobody else can join. People who were here can come back.',
    openNote:
      'Anyone with the link can join. Someone you remove can come back in another tab; lock the room first to prevent that.',
    end: 'End the call for everyone…',
    endNow: (others: number) => (others === 1 ? 'End it for 1 other person' : `End it for ${others} others`),
    keep: 'Keep the call',
  },

  waiting: {
    one: (name: string) => `${name} wants to come in`,
    several: (count: number) => `${count} people want to come in`,
    admit: 'Admit',
    admitNamed: (name: string) => `Admit ${name}`,
    refuse: 'Refuse',
    refuseNamed: (name: string) => `Refuse ${name}`,
    admitAll: 'Admit all',
    refuseAll: 'Refuse all',
    more: (count: number) => `and ${count} more`,
    room: 'Waiting room',
    note: 'Newcomers wait until a host lets them in. People who were here can come back.',
    notify: 'Notify me when someone is waiting and I’m in another tab',
  },

  settings: {
    mirrorSelf: 'Mirror my video (only for me)',
    sounds: 'Sounds when people join, leave, raise a hand or write',
    toasts: 'Short messages when people join, leave or react',
    singleKeys: 'Single-key shortcuts',
  },

  shortcuts: {
    space: 'Space',
    arrows: 'Arrow keys',
    enter: 'Enter',
    paging: 'Page Up / Page Down',
    move: 'Move between videos, controls or reactions; Tab goes on',
    open: 'Open the options of the selected video',
    turn: 'Turn the pages of videos',
    microphone: 'Turn microphone on or off',
    camera: 'Turn video on or off',
    talk: 'Hold to talk while muted',
    hand: 'Raise or lower your hand',
    chat: 'Chat',
    pin: 'Pin the selected video',
    help: 'This list',
  },
};

export type PanelMessages = typeof panelEn;
