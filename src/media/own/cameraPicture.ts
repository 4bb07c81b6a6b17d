import { isPhone } from '../../browser/browserKind.ts';

/** What the camera is asked for, and so the most that is sent. */
export interface CameraPicture {
  width: number;
  height: number;
  frameRate: number;
  /** Of the largest layer; `undefined` leaves it to the SDK. */
  maxBitrate: number | undefined;
}

/** 720p is what the SFU's simulcast layers are made from; a camera without it gives what it has. */
const computerPicture: CameraPicture = { width: 1280, height: 720, frameRate: 30, maxBitrate: undefined };

/**
 * A phone encodes in its hand's warmth and often over a mobile network. 540p is a face larger than most tiles
 * show it, for a bit more than half of 720p's pixels, and 24 pictures a second are what films have: fewer look
 * like a bad connection. 700 kbit/s is what livekit-client's own preset for 540p takes, brought down to 24/s.
 */
const phonePicture: CameraPicture = { width: 960, height: 540, frameRate: 24, maxBitrate: 700_000 };

/**
 * 360p, a quarter of 720p's pixels, at 20 pictures a second, the fewest at which lips still fit the voice:
 * for phones that get hot and slow, and for guests who pay for each megabyte. The bit rate is livekit-client's
 * own for 360p at 20/s.
 */
const smallPhonePicture: CameraPicture = { width: 640, height: 360, frameRate: 20, maxBitrate: 450_000 };

/** A phone with less memory than this is an old or cheap one, with an encoder to match. */
const enoughMemoryGb = 4;

export interface DeviceFacts {
  isPhone: boolean;
  /** `navigator.deviceMemory`, Chromium's alone: 0.25 to 8 (later up to 32). iPhones do not tell and are fast enough. */
  memoryGb: number | undefined;
  /** The guest has asked the browser to save data. */
  isSavingData: boolean;
}

/** How large and how often the camera's picture is taken, from what is known of the device. */
export function cameraPicture(facts: DeviceFacts): CameraPicture {
  const { memoryGb, isSavingData } = facts;
  if (!facts.isPhone) return computerPicture;
  const isSmall = isSavingData || (memoryGb !== undefined && memoryGb < enoughMemoryGb);
  return isSmall ? smallPhonePicture : phonePicture;
}

/** The picture that this device's camera is asked for. */
export function readCameraPicture(): CameraPicture {
  return cameraPicture(readDeviceFacts());
}

function readDeviceFacts(): DeviceFacts {
  const memory: unknown = Reflect.get(navigator, 'deviceMemory');
  const connection: unknown = Reflect.get(navigator, 'connection');
  const saveData: unknown =
    typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'saveData') : undefined;
  return {
    isPhone: isPhone(navigator),
    memoryGb: typeof memory === 'number' ? memory : undefined,
    isSavingData: saveData === true,
  };
}
