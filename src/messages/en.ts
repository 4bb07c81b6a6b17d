/** Messages of the lobby, and all others that are needed before the room is loaded. `ja.ts` has the same type, so a missing message does not compile. */
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
    preview: 'Your video',
    cameraOff: 'Your camera is off.',
    opening: 'Your browser is asking whether this page may use your camera and microphone.',
    chooseMicrophone: 'Microphone to use',
    chooseCamera: 'Camera to use',
    systemDefault: 'System default',
    unnamed: { microphone: 'Microphone', camera: 'Camera' },
    joinAnyway: 'You can join without it.',
  },

  control: {
    microphone: 'Microphone',
    camera: 'Camera',
    leave: 'Leave',
    tryAgain: 'Try again',
    close: 'Close',
  },

  device: {
    microphone: {
      refused: 'Your browser was not allowed to use the microphone. Others will not hear you.',
      missing: 'No microphone was found.',
      in_use: 'Another program is using the microphone, or it does not start.',
      insecure_page: 'Browsers allow the microphone on secure pages (https) only.',
      unsupported: 'This browser cannot use a microphone here.',
      other: (used: string) => `The microphone you chose is gone or in use. “${used}” is used instead.`,
    },
    camera: {
      refused: 'Your browser was not allowed to use the camera. Others will not see you.',
      missing: 'No camera was found.',
      in_use: 'Another program is using the camera, or it does not start.',
      insecure_page: 'Browsers allow the camera on secure pages (https) only.',
      unsupported: 'This browser cannot use a camera here.',
      other: (used: string) => `The camera you chose is gone or in use. “${used}” is used instead.`,
    },
  },

  failure: {
    details: 'Details for the host',
    config_broken:
      'This page is not set up correctly: its settings file cannot be read. Please tell the host.',
    token_endpoint_unreachable:
      'The server that lets guests in does not answer. Check your connection; if other pages work, please tell the host.',
    token_answer_broken: 'The server that lets guests in gave an invalid answer. Please tell the host.',
    token_endpoint_failed: 'The server that lets guests in has a problem. Please try again in a moment.',
    refused: 'This room did not let you in. Please tell the host.',
    key_missing: 'This room needs a key. Open the link that you were sent, or type the key here.',
    key_wrong: 'This key is wrong. Please check it, or ask the host for a new link.',
    name_invalid: 'This name cannot be used. Please choose another one (1 to 60 characters).',
    room_not_allowed: 'There is no such room here. Please check the link.',
    room_full: 'This room is full. Try again when somebody has left.',
    rate_limited: 'Too many attempts from your network. Please wait a minute and try again.',
    app_not_loaded: 'A part of this page could not be loaded. Check your connection and try again.',
    webrtc_missing:
      'This browser cannot make calls: WebRTC is missing or turned off. Turn it on, or use another browser.',
    browser_too_old: 'This browser is too old. Use Chrome or Edge 123, Firefox 125, Safari 17.5 or later.',
    signalling_unreachable:
      'The video server does not answer. Check your connection; if other pages work, please tell the host.',
    token_rejected: 'The video server did not accept your access token. Please tell the host.',
    token_clock_wrong:
      'The clock of the server that lets guests in is wrong, so the video server did not accept your access token. Please tell the host.',
    livekit_clock_wrong:
      'The clock of the video server is wrong, so it did not accept your access token. Please tell the host.',
    media_blocked:
      'The video server answers, but video and audio cannot reach it. Another network may help (for example without VPN).',
    firefox_loopback:
      'Firefox does not send video and audio to a room on the same computer. Start the room with “npm start -- --lan”, or use another browser.',
  },

  checkConnection: 'Check the connection',

  crash: {
    title: 'Something went wrong on this page.',
    advice: 'That is our fault, not yours. Reloading usually helps.',
    reload: 'Reload',
  },

  lobbyHelp: {
    insecurePage:
      'Browsers allow camera and microphone on secure pages only. Ask the host for a link that begins with https. You can join to listen.',
    level: 'Input level',
    chooseSpeaker: 'Speaker to use',
    unnamedSpeaker: 'Speaker',
    testSound: 'Play a test sound',
    listen: 'Listen only',
  },
};

export type Messages = typeof en;
