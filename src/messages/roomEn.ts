/**
 * Messages of the room and of the page after a call, in English; loaded with the room. `roomJa.ts` has the same type.
 */
export const roomEn = {
  controls: {
    bar: 'Controls',
    rejoin: 'Rejoin',
    toLobby: 'Back to the lobby',
    callLength: (time: string) => `Call length: ${time}`,
    moveHere: 'Move here',
    turnSoundOn: 'Turn on sound',
    audioBlocked: 'Your browser has blocked the sound.',
    startVideo: 'Play video',
    videoBlocked: 'Your browser has paused the video.',
    audioDevices: 'Audio devices',
    videoDevices: 'Video devices',
    speaker: 'Speaker',
    systemDefault: 'System default',
    notSwitched: (wanted: string, kept: string) => `“${wanted}” can’t start. Still using “${kept}”.`,
    nothingKept: (wanted: string) =>
      `“${wanted}” can’t start, and neither can the previous device. Choose another one.`,
    otherSideFailed: 'The other camera can’t start. Still using the previous one.',
    flip: 'Flip camera',
    share: 'Share screen',
    noShare: 'This browser can’t share a screen. Browsers on computers can.',
    stopSharing: 'Stop sharing',
    shareLost: 'Screen sharing stopped because the connection was interrupted.',
    mini: 'Open small window',
    miniFailed: 'The small window couldn’t be opened.',
    more: 'More',
    invite: 'Invite',
    people: 'People',
    layout: 'Layout',
    settings: 'Devices and settings',
    devices: 'Microphone, speaker, camera',
    shortcuts: 'Keyboard shortcuts',
    mutedTalk: 'Are you talking? Your microphone is off.',
    turnOn: 'Turn on',
    noSound: 'No sound from your microphone. Check whether it is muted, or choose another one.',
    pluggedIn: (device: string) => `“${device}” connected.`,
    nowInUse: (device: string) => `Now using “${device}”.`,
    unplugged: (device: string) => `“${device}” disconnected.`,
    notStarted: (device: string) => `“${device}” can’t start.`,
    use: 'Use it',
    undo: 'Undo',
  },

  sharing: {
    on: 'You are sharing your screen',
    failed: 'Your screen couldn’t be shared.',
    refusedBySystem:
      'Your computer doesn’t let this browser record the screen. Allow it in the system’s settings.',
    refusedUnasked:
      'Your browser refused to share a screen without asking you. A setting of the browser, of this page or of your organisation may forbid it.',
  },

  stage: {
    participants: 'Participants',
    self: 'You',
    you: (name: string) => `${name} (you)`,
    yourScreen: (name: string) => `${name}’s screen`,
    host: 'host',
    muted: 'muted',
    speaking: 'speaking',
    cameraOff: 'video off',
    reconnecting: 'The connection is lost. Reconnecting…',
    signalLost: 'Part of the connection was lost and is being restored. Video and audio continue.',
    unnamed: 'Guest',
    count: (count: number) => (count === 1 ? '1 person' : `${count} people`),
    listening: (count: number) => `, ${count} listening`,
  },

  view: {
    stage: 'Stage',
    speaker: 'Speaker view',
    layouts: 'Speaker view, grid, videos on a page',
    fullScreen: 'Full screen',
    pages: 'Pages',
    previousPage: 'Previous page',
    nextPage: 'Next page',
    page: (index: number, count: number) => `Page ${index} of ${count}`,
    pin: (name: string) => `Pin ${name}`,
    pinHere: 'Pin',
    shrink: (name: string) => `Make smaller: ${name}`,
    shrinkHere: 'Make smaller',
    more: (name: string) => `Options for ${name}`,
    volume: 'Volume',
    muteForMe: 'Mute for me',
    mutedForMe: 'muted for you',
    hideSelf: 'Hide my video',
    showSelf: 'Show my video',
    moveSelf: 'Move my video (arrow keys)',
    quality: {
      excellent: 'connection very good',
      good: 'connection good',
      poor: 'connection weak',
      lost: 'connection lost',
      unknown: '',
    },
  },

  voice: {
    off: 'Your microphone is off. Nobody can hear you.',
    unsaid: 'Say something to check that others can hear you.',
    heard: 'They can hear you.',
    not_sent: 'Your voice isn’t being sent. Turn your microphone off and on again.',
    not_received: 'Your voice doesn’t reach the server. Your network may be blocking it.',
  },

  paused: {
    state: { camera: 'camera paused', microphone: 'microphone paused', both: 'paused' },
    stuck: {
      camera: 'Your camera was interrupted, perhaps by a call or another app.',
      microphone: 'Your microphone was interrupted, perhaps by a call or another app. Nobody can hear you.',
      both: 'Your camera and microphone were interrupted, perhaps by a call or another app. Nobody can hear you.',
    },
    goOn: 'Tap to resume',
  },

  host: {
    muted: 'A host muted you.',
    stoppedCamera: 'A host turned off your video.',
    stoppedSharing: 'A host stopped your screen sharing.',
    loweredHand: 'A host lowered your hand.',
    asksToUnmute: 'A host asks you to unmute.',
    unmute: 'Unmute',
    nowIs: {
      host: 'You are a host now. You find what hosts can do under More, People.',
      speaker: 'A host made you a speaker.',
      listener: 'A host made you a listener. Your microphone and video are off.',
    },
  },

  videos: {
    voiceOnly: 'Voice only',
    show: 'Show videos',
    hidden: 'video hidden',
    narrowed: {
      1: 'Weak connection: videos are smaller for now, so that voices come through.',
      2: 'Weak connection: for now you see only the speaker and shared screens, so that voices come through.',
      3: 'Very weak connection: audio only for now. Videos come back automatically.',
    },
    savingData: 'Data saver is on in your browser: videos are smaller.',
  },

  deviceInCall: {
    microphone: {
      not_published: 'Your microphone couldn’t be turned on. Turn it on to try again.',
      vanished: 'Your microphone has stopped. Others can’t hear you. Turn it on to try again.',
    },
    camera: {
      not_published: 'Your video couldn’t be turned on. Turn it on to try again.',
      vanished: 'Your camera has stopped. Others can’t see you. Turn video on to try again.',
    },
  },

  chat: {
    title: 'Chat',
    unread: (count: number) => `Chat, ${count} unread`,
  },

  gesture: {
    raiseHand: 'Raise hand',
    handRefused: 'Your hand couldn’t be raised or lowered. Please try again.',
    handUp: (number: number) => `hand raised, number ${number}`,
    react: 'React',
    reaction: {
      '👍': 'Thumbs up',
      '👏': 'Applause',
      '❤️': 'Heart',
      '😂': 'Laughter',
      '😮': 'Surprise',
      '🎉': 'Celebration',
    },
  },

  announcement: {
    name: (name: string) => name,
    more: (count: number) => (count === 1 ? 'one more' : `${count} more`),
    came: (who: string) => `${who} joined.`,
    left: (who: string) => `${who} left.`,
    hand: (who: string) => `${who} raised a hand.`,
    reaction: (who: string) => `Reaction from ${who}.`,
    message: (who: string) => `New message from ${who}.`,
    file: (who: string) => `${who} sent a file.`,
  },

  ended: {
    left: 'You left the room.',
    joined_elsewhere: 'You are in this room in another tab or window.',
    page_frozen: 'Your browser put this page to sleep.',
    server_shutdown: 'The video server was shut down or restarted.',
    removed: 'The host removed you from the room.',
    room_locked: 'A host has locked this room.',
    knock_required: 'The room was closed in the meantime. A host has to let you in again.',
    room_closed: 'The room was closed.',
    connection_lost: 'The connection to the room was lost.',
  },

  returning: {
    title: 'Rejoining the room',
    wait: (seconds: number) => `Trying to rejoin in ${seconds} s.`,
    trying: 'Trying to rejoin…',
    notNow: 'Works again when you are back in the room',
    tryNow: 'Try now',
  },
};

export type RoomMessages = typeof roomEn;
