/** Every sentence the guest can read. `ja.ts` has the same shape; a missing sentence does not compile. */
export const en = {
  app: 'First Room',
  language: 'Language',

  lobby: {
    title: (room: string) => `Join ${room}`,
    name: 'Your name',
    key: 'Room key',
    nameMissing: 'Please enter your name (1 to 60 characters).',
    join: 'Join',
    joining: 'Joining…',
    cancel: 'Cancel',
    preview: 'Your picture',
    cameraOff: 'Your camera is off.',
    opening: 'Your browser is asking whether this page may use your camera and microphone.',
    chooseMicrophone: 'Microphone to use',
    chooseCamera: 'Camera to use',
    systemDefault: 'System default',
    unnamed: { microphone: 'Microphone', camera: 'Camera' },
    joinAnyway: 'You can join without it.',
  },

  control: {
    bar: 'Controls',
    microphone: 'Microphone',
    camera: 'Camera',
    leave: 'Leave',
    rejoin: 'Rejoin',
    moveHere: 'Move here',
    turnSoundOn: 'Turn the sound on',
    soundHeldBack: 'Your browser is holding the sound back.',
    startVideo: 'Start the video',
    videoHeldBack: 'Your browser has paused the video.',
    tryAgain: 'Try again',
    close: 'Close',
  },

  controls: {
    audioDevices: 'Audio devices',
    videoDevices: 'Video devices',
    speaker: 'Speaker',
    systemDefault: 'System default',
    notSwitched: (wanted: string, kept: string) => `“${wanted}” does not start. “${kept}” is still in use.`,
    nothingKept: (wanted: string) =>
      `“${wanted}” does not start, and the device used before does not either. Choose another one.`,
    otherSideFailed: 'The other camera does not start. The one from before is still in use.',
    flip: 'Front or back',
    share: 'Share screen',
    stopSharing: 'Stop sharing',
    shareLost: 'Your screen is no longer shared. The connection was interrupted.',
    mini: 'Small window on top',
    miniFailed: 'The browser did not open the small window.',
    more: 'More',
    invite: 'Invite',
    inviteTitle: 'Invite others',
    inviteHint: 'Whoever has this link can come to the room’s door.',
    inviteHintKey: 'This link carries the room’s key: whoever has it can come in.',
    thisComputerOnly:
      'This link works on this computer alone. “npm start -- --lan” gives one for your network.',
    link: 'Link to this room',
    copy: 'Copy the link',
    copied: 'The link is copied.',
    copyYourself: 'The link is marked: copy it from here.',
    send: 'Send the link…',
    code: 'The link as a QR code',
    settings: 'Settings',
    shortcuts: 'Keyboard shortcuts',
    space: 'Space',
    singleKeys: 'Single keys as shortcuts',
    shortcut: {
      microphone: 'Microphone on or off',
      camera: 'Camera on or off',
      talk: 'Hold to talk while muted',
      hand: 'Raise or lower your hand',
      chat: 'Chat',
      pin: 'Make the chosen picture large',
      help: 'This list',
    },
    mutedTalk: 'You are talking, but your microphone is off.',
    turnOn: 'Turn it on',
    noSound: 'Your microphone gives no sound. Is it muted on the device, or is another one meant?',
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
  },

  stage: {
    participants: 'Participants',
    you: (name: string) => `${name} (you)`,
    yourScreen: (name: string) => `${name}’s screen`,
    muted: 'muted',
    speaking: 'speaking',
    cameraOff: 'camera off',
    alone: 'Nobody else is here yet.',
    reconnecting: 'The connection is lost. Reconnecting…',
    signalLost: 'Part of the connection is made anew. Picture and sound go on.',
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
    hideSelf: 'Hide my picture',
    showSelf: 'Show my picture',
    moveSelf: 'Move my picture (arrow keys)',
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
    unsaid: 'Say something, and the server tells whether you are heard.',
    heard: 'They can hear you.',
    not_sent: 'Your voice is not sent. Turn your microphone off and on again.',
    not_received:
      'Your voice is sent, but does not reach the server. Your connection does not let it through.',
  },

  paused: {
    state: { camera: 'camera paused', microphone: 'microphone paused', both: 'paused' },
    stuck: {
      camera: 'Your camera was interrupted, by a call or another app perhaps.',
      microphone: 'Your microphone was interrupted, by a call or another app perhaps. Nobody hears you.',
      both: 'Your camera and microphone were interrupted, by a call or another app perhaps. Nobody hears you.',
    },
    goOn: 'Tap to go on',
  },

  pictures: {
    hide: 'Hide pictures',
    voiceOnly: 'Voice only',
    show: 'Show pictures',
    hidden: 'picture not shown',
    narrowed: {
      1: 'Your connection is weak: pictures are smaller for now, so that voices come through.',
      2: 'Your connection is weak: you see only who speaks and shared screens for now, so that voices come through.',
      3: 'Your connection is very weak: only voices come through for now. The pictures come back by themselves.',
    },
    savingData: 'Your browser saves data: pictures are smaller.',
  },

  device: {
    microphone: {
      refused: 'Your browser was not allowed to use the microphone. Others will not hear you.',
      missing: 'No microphone was found.',
      in_use: 'The microphone is used by another program or does not start.',
      insecure_page: 'Browsers give the microphone to secure pages (https) only.',
      unsupported: 'This browser can not use a microphone here.',
      other: (used: string) => `The microphone you chose is gone or in use. “${used}” is used instead.`,
      not_published: 'Your microphone could not be sent to the others. Turn it on to try again.',
      vanished:
        'Your microphone stopped and did not start again. Others do not hear you. Turn it on to try again.',
    },
    camera: {
      refused: 'Your browser was not allowed to use the camera. Others will not see you.',
      missing: 'No camera was found.',
      in_use: 'The camera is used by another program or does not start.',
      insecure_page: 'Browsers give the camera to secure pages (https) only.',
      unsupported: 'This browser can not use a camera here.',
      other: (used: string) => `The camera you chose is gone or in use. “${used}” is used instead.`,
      not_published: 'Your camera could not be sent to the others. Turn it on to try again.',
      vanished:
        'Your camera stopped and did not start again. Others do not see you. Turn it on to try again.',
    },
  },

  failure: {
    details: 'Details for the host',
    config_broken:
      'This page is not set up correctly: its settings file can not be read. Please tell the host.',
    token_endpoint_unreachable:
      'The door of this room does not answer. Check your connection; if other pages work, please tell the host.',
    token_answer_broken: 'The door of this room gave an answer that makes no sense. Please tell the host.',
    token_endpoint_failed: 'The door of this room is out of order. Please try again in a moment.',
    refused: 'This room did not let you in. Please tell the host.',
    key_missing: 'This room has a key. It is part of the link that you were sent; or type it here.',
    key_wrong: 'This is not the key of this room. Please check it, or ask the host for a new link.',
    name_invalid: 'This name can not be used. Please choose another one, of 1 to 60 characters.',
    room_not_allowed: 'There is no such room here. Please check the link.',
    room_full: 'This room is full. Try again when somebody has left.',
    rate_limited: 'Too many attempts from your network. Please wait a minute and try again.',
    app_not_loaded: 'A part of this page could not be loaded. Check your connection and try again.',
    webrtc_missing:
      'This browser can not make calls: WebRTC is missing or turned off. Turn it on, or use another browser.',
    browser_too_old: 'This browser is too old. Use Chrome or Edge 123, Firefox 125, Safari 17.5 or later.',
    signalling_unreachable:
      'The video server does not answer. Check your connection; if other pages work, please tell the host.',
    token_rejected: 'The video server did not accept your ticket. Please tell the host.',
    token_clock_wrong:
      'The clock of the door’s computer is wrong, so the video server did not accept your ticket. Please tell the host.',
    livekit_clock_wrong:
      'The clock of the video server is wrong, so it did not accept your ticket. Please tell the host.',
    media_blocked:
      'The video server answers, but picture and sound find no way to it. Another network may help (for example without VPN).',
    firefox_loopback:
      'Firefox does not send picture and sound to a room on its own computer. Start the room with “npm start -- --lan”, or use another browser.',
  },

  chat: {
    title: 'Chat',
    unread: (count: number) => `Chat, ${count} unread`,
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
    soundsFor: 'Sounds for coming, leaving, hands and messages',
  },

  gesture: {
    raiseHand: 'Raise hand',
    handRefused: 'The others could not be told about your hand. Please try again.',
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

  news: {
    name: (name: string) => name,
    more: (count: number) => (count === 1 ? 'one more' : `${count} more`),
    came: (who: string) => `${who} joined.`,
    left: (who: string) => `${who} left.`,
    hand: (who: string) => `Raised a hand: ${who}.`,
    reaction: (who: string) => `Reaction from ${who}.`,
    message: (who: string) => `New message from ${who}.`,
  },

  ended: {
    left: 'You have left the room.',
    joined_elsewhere: 'You are in this room in another tab or window now.',
    page_frozen: 'Your browser had put this page to sleep.',
    server_shutdown: 'The video server was shut down or restarted.',
    removed: 'You were removed from the room.',
    room_closed: 'The room was closed.',
    connection_lost: 'The connection to the room was lost.',
  },

  returning: {
    title: 'On the way back',
    wait: (seconds: number) => `Trying to come back in ${seconds} s.`,
    trying: 'Trying to come back…',
    tryNow: 'Try now',
  },

  checkConnection: 'Check the connection',

  crash: {
    title: 'Something broke in this page.',
    advice: 'That is our fault, not yours. Reloading usually helps.',
    reload: 'Reload',
  },

  lobbyHelp: {
    title: 'How to allow camera and microphone',
    afterwards: 'Then come back here: it is tried again by itself.',
    steps: {
      chrome_site: () =>
        'Click the symbol left of the address and turn on camera and microphone for this page.',
      edge_site: () =>
        'Click the lock left of the address, then “Permissions for this site”, and allow camera and microphone.',
      firefox_site: () =>
        'Click the crossed-out camera or microphone left of the address and remove the block.',
      safari_site: () =>
        'In the menu bar choose Safari, then “Settings for This Website…”, and set camera and microphone to “Allow”.',
      ios_safari_site: () =>
        'Tap the page symbol (or “AA”) beside the address, then ⋯ if there is one, then “Website Settings”, and set camera and microphone to “Allow”.',
      ios_chrome_site: () =>
        'Tap the symbol beside the address (or ⋯, then “Site information”) and turn on camera and microphone.',
      android_site: () =>
        'Tap the symbol left of the address, then “Permissions”, and allow camera and microphone.',
      android_firefox_site: () =>
        'Tap the lock or shield left of the address and switch camera and microphone from “Blocked” to “Allowed”.',
      samsung_site: () =>
        'Tap the lock in the address bar, then “Permissions”, and allow camera and microphone.',
      other_site: () =>
        'Open this page’s permissions, usually left of the address, and allow camera and microphone.',
      ios_safari_system: () =>
        'If that does not help: open Settings, then Apps, then Safari (older systems: Settings, then Safari), and set camera and microphone to “Ask”.',
      ios_app_system: (browser: string) =>
        `Open Settings, then Apps, then ${browser} (older systems: Settings, then ${browser}), and turn on camera and microphone.`,
      android_system: (browser: string) =>
        `Open the phone’s Settings, then Apps, then ${browser}, then “Permissions”, and allow camera and microphone.`,
      mac_system: (browser: string) =>
        `Open System Settings, then “Privacy & Security”, and turn on ${browser} under Camera and under Microphone. Restart the browser if it asks for it.`,
      windows_system: () =>
        'Open Windows Settings, then “Privacy & security”, and under Camera and under Microphone let desktop apps have access.',
    },
    browsers: {
      chrome: 'Chrome',
      chromium: 'your browser',
      edge: 'Edge',
      firefox: 'Firefox',
      safari: 'Safari',
      samsung: 'Samsung Internet',
      other: 'your browser',
    },
    insecurePage:
      'Browsers give camera and microphone to secure pages only: ask the host for a link that begins with https. You can join to listen.',
    inAppTitle: (app: string) => `This page is open inside ${app}.`,
    inAppAdvice: {
      ios: 'Camera and microphone often do not work here. Tap ⋯ and choose “Open in Safari” or “Open in browser”, or copy the link.',
      android:
        'Camera and microphone often do not work here. Tap ⋮ and choose “Open in Chrome” or “Open in browser”, or copy the link.',
      other: 'Camera and microphone often do not work here. Open the link in your browser.',
    },
    apps: {
      line: 'LINE',
      instagram: 'Instagram',
      facebook: 'Facebook',
      messenger: 'Messenger',
      threads: 'Threads',
      x: 'X',
      wechat: 'WeChat',
      kakaotalk: 'KakaoTalk',
      tiktok: 'TikTok',
      snapchat: 'Snapchat',
      linkedin: 'LinkedIn',
      unknown: 'another app',
    },
    openOutside: 'Open in the browser',
    copyLink: 'Copy the link',
    linkCopied: 'Link copied',
    link: 'Link to this room',
    stayHere: 'Try it here',
    level: 'How loud you are',
    chooseSpeaker: 'Speaker to use',
    unnamedSpeaker: 'Speaker',
    testSound: 'Play a test sound',
    listen: 'Listen only',
  },
};

export type Messages = typeof en;
