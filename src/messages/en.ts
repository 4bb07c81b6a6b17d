/**
 * Messages of the lobby, and all others that are needed before the room is loaded, in English. `ja.ts` has the same
 * type, so a missing message does not compile.
 */
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
    ask: 'Ask to join',
    askAgain: 'Ask again',
    waiting: 'Waiting…',
    cancel: 'Cancel',
    preview: 'Your video',
    cameraOff: 'Your video is off.',
    opening: 'Your browser is asking for your camera and microphone. Choose “Allow”.',
    chooseMicrophone: 'Microphone to use',
    chooseCamera: 'Camera to use',
    systemDefault: 'System default',
    unnamed: { microphone: 'Microphone', camera: 'Camera' },
    here: (count: number, name: string | undefined) => {
      if (name === undefined) return count === 1 ? '1 person is here' : `${count} people are here`;
      if (count === 1) return `${name} is here`;
      return `${name} and ${count === 2 ? '1 other' : `${count - 1} others`} are here`;
    },
    joinAnyway: 'You can join without it.',
    oldHostLink: 'This host link is no longer valid, so you’re a guest here.',
  },

  control: {
    microphone: 'Microphone',
    camera: 'Video',
    leave: 'Leave',
    tryAgain: 'Try again',
    close: 'Close',
  },

  device: {
    microphone: {
      refused: 'Your microphone is blocked. Others can’t hear you.',
      missing: 'No microphone found.',
      in_use: 'Your microphone can’t start. Another app may be using it.',
      insecure_page: 'The microphone works only on a secure page (https).',
      unsupported: 'This browser can’t use a microphone here.',
      other: (used: string) => `The microphone you chose isn’t available. Using “${used}” instead.`,
    },
    camera: {
      refused: 'Your camera is blocked. Others can’t see you.',
      missing: 'No camera found.',
      in_use: 'Your camera can’t start. Another app may be using it.',
      insecure_page: 'The camera works only on a secure page (https).',
      unsupported: 'This browser can’t use a camera here.',
      other: (used: string) => `The camera you chose isn’t available. Using “${used}” instead.`,
    },
  },

  failure: {
    details: 'Details for the host',
    config_broken: 'This page isn’t set up correctly: its settings file can’t be read. Please tell the host.',
    token_endpoint_unreachable:
      'The server that lets guests in isn’t answering. Check your connection. If other pages work, please tell the host.',
    token_answer_broken: 'The server that lets guests in gave an invalid answer. Please tell the host.',
    token_endpoint_failed: 'The server that lets guests in has a problem. Please try again in a moment.',
    refused: 'You couldn’t join this room. Please tell the host.',
    key_missing: 'This room needs a key. Open the link you were sent, or enter the key here.',
    key_wrong: 'This key is wrong. Please check it, or ask the host for a new link.',
    name_invalid: 'This name can’t be used. Please choose another one (1 to 60 characters).',
    invitation_ended: 'This invitation has ended. Please ask the host for a new one.',
    room_not_allowed: 'There is no such room here. Please check the link.',
    room_locked: 'A host has locked this room. Ask them to unlock it, then try again.',
    knock_required: 'A host has to let you in. Choose “Ask to join”.',
    knock_refused: 'A host didn’t let you in. You can ask again.',
    waiting_room_full: 'Too many people are waiting for this room. Please try again in a few minutes.',
    removed: 'A host removed you from this room.',
    room_full: 'This room is full. Try again when someone has left.',
    rate_limited: 'Too many attempts from your network. Please wait a minute and try again.',
    app_not_loaded: 'Part of this page couldn’t be loaded. Check your connection and try again.',
    webrtc_missing:
      'This browser can’t make calls: WebRTC is missing or turned off. Turn it on, or use another browser.',
    browser_too_old: 'This browser is too old. Use Chrome or Edge 123, Firefox 125, Safari 17.5 or later.',
    signalling_unreachable:
      'The video server isn’t answering. Check your connection. If other pages work, please tell the host.',
    token_rejected: 'The video server didn’t accept your permission to join. Please tell the host.',
    token_clock_wrong:
      'The clock of the server that lets guests in is wrong, so you can’t join. Please tell the host.',
    livekit_clock_wrong: 'The clock of the video server is wrong, so you can’t join. Please tell the host.',
    media_blocked:
      'Video and audio can’t get through to the video server. Try another network, or turn off your VPN.',
    firefox_loopback:
      'Firefox can’t make calls to a room on the same computer. Use another browser, or start the room with “npm start -- --lan”.',
  },

  checkConnection: 'Check your connection',

  crash: {
    title: 'Something went wrong on this page.',
    advice: 'That’s our fault, not yours. Reloading usually helps.',
    reload: 'Reload',
  },

  lobbyHelp: {
    insecurePage:
      'Camera and microphone work only on a secure page. Ask the host for a link that begins with https. You can still join to listen.',
    level: 'Microphone level',
    chooseSpeaker: 'Speaker to use',
    unnamedSpeaker: 'Speaker',
    testSound: 'Test speaker',
    listen: 'Listen only',
  },
};

export type Messages = typeof en;
