/** What stands in the room's chat panel and dialogs; loaded with the first of them. `panelJa.ts` has the same shape. */
export const panelEn = {
  chat: {
    log: 'Messages',
    empty: 'Nobody has written yet. Messages are kept by the people in the room, and nowhere else.',
    toldBy: (name: string) => `As passed on by ${name}`,
    you: 'You',
    write: 'Write a message',
    send: 'Send',
    left: (count: number) => (count === 1 ? '1 character left' : `${count} characters left`),
    tooLong: (count: number) => (count === 1 ? 'Too long by 1 character' : `Too long by ${count} characters`),
    isTooLong: 'The message is too long.',
    delivery: { sending: 'Sending…', sent: 'Sent', failed: 'Not sent' },
    sendAgain: 'Send again',
    sounds: 'Sounds',
  },

  invite: {
    title: 'Invite others',
    hint: 'Whoever has this link can come to the room’s door.',
    hintKey: 'This link carries the room’s key: whoever has it can come in.',
    thisComputerOnly:
      'This link works on this computer alone. “npm start -- --lan” gives one for your network.',
    link: 'Link to this room',
    copy: 'Copy the link',
    copied: 'The link is copied.',
    copyYourself: 'The link is marked: copy it from here.',
    send: 'Send the link…',
    code: 'The link as a QR code',
  },

  settings: {
    mirrorSelf: 'Mirror my own video (others never see it mirrored)',
    sounds: 'Sounds for coming, leaving, hands and messages',
    singleKeys: 'Single keys as shortcuts',
  },

  shortcuts: {
    space: 'Space',
    microphone: 'Microphone on or off',
    camera: 'Camera on or off',
    talk: 'Hold to talk while muted',
    hand: 'Raise or lower your hand',
    chat: 'Chat',
    pin: 'Make the chosen picture large',
    help: 'This list',
  },
};

export type PanelMessages = typeof panelEn;
