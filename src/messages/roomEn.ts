/** Messages of the room and of the page after a call; loaded with the room. `roomJa.ts` has the same type. */
export const roomEn = {
  controls: {
    bar: 'Controls',
    rejoin: 'Rejoin',
    moveHere: 'Move here',
    turnSoundOn: 'Turn the sound on',
    soundHeldBack: 'Your browser has blocked the sound.',
    startVideo: 'Start the video',
    videoHeldBack: 'Your browser has paused the video.',
    audioDevices: 'Audio devices',
    videoDevices: 'Video devices',
    speaker: 'Speaker',
    systemDefault: 'System default',
    notSwitched: (wanted: string, kept: string) => `“${wanted}” does not start. “${kept}” is still in use.`,
    nothingKept: (wanted: string) =>
      `“${wanted}” does not start, and the device used before does not either. Choose another one.`,
    otherSideFailed: 'The other camera does not start. The previous one is still in use.',
    flip: 'Front or back',
    share: 'Share screen',
    stopSharing: 'Stop sharing',
    shareLost: 'Your screen is no longer shared. The connection was interrupted.',
    mini: 'Small window on top',
    miniFailed: 'The browser did not open the small window.',
    more: 'More',
    invite: 'Invite',
    settings: 'Settings',
    shortcuts: 'Keyboard shortcuts',
    mutedTalk: 'You are talking, but your microphone is off.',
    turnOn: 'Turn it on',
    noSound: 'Your microphone is silent. Is it muted on the device, or should another one be used?',
    pluggedIn: (device: string) => `“${device}” was plugged in.`,
    nowInUse: (device: string) => `Now in use: “${device}”.`,
    unplugged: (device: string) => `“${device}” was unplugged.`,
    notStarted: (device: string) => `“${device}” does not start.`,
    use: 'Use it',
    undo: 'Undo',
  },

  sharing: {
    failed: 'Your screen could not be shared.',
    refusedBySystem:
      'Your computer does not let this browser record the screen. Allow it in the system’s settings.',
    refusedUnasked:
      'Your browser refused to share a screen without asking you. A setting of the browser, of this page or of your organisation may forbid it.',
  },

  stage: {
    participants: 'Participants',
    self: 'You',
    you: (name: string) => `${name} (you)`,
    yourScreen: (name: string) => `${name}’s screen`,
    muted: 'muted',
    speaking: 'speaking',
    cameraOff: 'camera off',
    alone: 'Nobody else is here yet.',
    reconnecting: 'The connection is lost. Reconnecting…',
    signalLost: 'Part of the connection was lost and is being restored. Video and audio continue.',
    unnamed: 'Guest',
    count: (count: number) => (count === 1 ? '1 person' : `${count} people`),
  },

  view: {
    stage: 'Stage',
    speaker: 'Speaker view',
    fullScreen: 'Full screen',
    pages: 'Pages',
    previousPage: 'Previous page',
    nextPage: 'Next page',
    page: (index: number, count: number) => `Page ${index} of ${count}`,
    pin: (name: string) => `Pin ${name}`,
    pinHere: 'Pin',
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
    off: 'Your microphone is off: nobody hears you.',
    unsaid: 'Say something to check whether you are heard.',
    heard: 'They can hear you.',
    not_sent: 'Your voice is not sent. Turn your microphone off and on again.',
    not_received: 'Your voice is sent, but does not reach the server. Your connection is blocking it.',
  },

  paused: {
    state: { camera: 'camera paused', microphone: 'microphone paused', both: 'paused' },
    stuck: {
      camera: 'Your camera was interrupted, perhaps by a call or another app.',
      microphone: 'Your microphone was interrupted, perhaps by a call or another app. Nobody hears you.',
      both: 'Your camera and microphone were interrupted, perhaps by a call or another app. Nobody hears you.',
    },
    goOn: 'Tap to resume',
  },

  pictures: {
    hide: 'Hide videos',
    voiceOnly: 'Voice only',
    show: 'Show videos',
    hidden: 'video hidden',
    narrowed: {
      1: 'Your connection is weak: videos are smaller for now, so that voices come through.',
      2: 'Your connection is weak: for now you see only the speaker and shared screens, so that voices come through.',
      3: 'Your connection is very weak: only voices come through for now. The videos come back automatically.',
    },
    savingData: 'Your browser is saving data: videos are smaller.',
  },

  deviceInCall: {
    microphone: {
      not_published: 'Your microphone could not be sent to the others. Turn it on to try again.',
      vanished:
        'Your microphone stopped and did not start again. Others do not hear you. Turn it on to try again.',
    },
    camera: {
      not_published: 'Your camera could not be sent to the others. Turn it on to try again.',
      vanished:
        'Your camera stopped and did not start again. Others do not see you. Turn it on to try again.',
    },
  },

  chat: {
    title: 'Chat',
    unread: (count: number) => `Chat, ${count} unread`,
  },

  gesture: {
    raiseHand: 'Raise hand',
    handRefused: 'Raising or lowering your hand failed. Please try again.',
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
  },

  ended: {
    left: 'You have left the room.',
    joined_elsewhere: 'You are in this room in another tab or window now.',
    page_frozen: 'Your browser put this page to sleep.',
    server_shutdown: 'The video server was shut down or restarted.',
    removed: 'You were removed from the room.',
    room_closed: 'The room was closed.',
    connection_lost: 'The connection to the room was lost.',
  },

  returning: {
    title: 'Rejoining the room',
    wait: (seconds: number) => `Trying to rejoin in ${seconds} s.`,
    trying: 'Trying to rejoin…',
    tryNow: 'Try now',
  },
};

export type RoomMessages = typeof roomEn;
