import { isPhone } from '../../browser/browserKind.ts';

/** The size and frame rate that the page requests from the camera. It never sends more. */
export interface CameraFormat {
  width: number;
  height: number;
  frameRate: number;
  /** Bits per second of the largest simulcast layer; `undefined` means the SDK's default. */
  maxBitrate: number | undefined;
}

/**
 * Camera format of computers. 720p is the SDK's default, from which it makes the simulcast layers. A camera without
 * 720p delivers the nearest size.
 */
const computerFormat: CameraFormat = { width: 1280, height: 720, frameRate: 30, maxBitrate: undefined };

/**
 * Camera format of phones, which get hot while encoding and often use a mobile network. 540p has about half the pixels
 * of 720p and is still larger than most tiles. 24 frames per second is the rate of films; fewer look like a bad
 * connection. 700 kbit/s is the bit rate of livekit-client's preset for 540p, scaled to 24 fps.
 */
const phoneFormat: CameraFormat = { width: 960, height: 540, frameRate: 24, maxBitrate: 700_000 };

/**
 * Camera format of slow phones, and of guests who pay for their data. 360p has a quarter of the pixels of 720p, and 20
 * frames per second is the lowest rate at which lips still fit the voice. The bit rate is that of livekit-client's
 * preset for 360p at 20 fps.
 */
const smallPhoneFormat: CameraFormat = { width: 640, height: 360, frameRate: 20, maxBitrate: 450_000 };

/** Memory in GB below which a phone counts as slow: it is old or cheap, and likely to have a slow encoder. */
const enoughMemoryGb = 4;

export interface DeviceFacts {
  isPhone: boolean;
  /**
   * Memory of the device in GB by `navigator.deviceMemory`, which only Chromium has: 0.25 to 8 (later versions up to
   * 32). `undefined` on iPhones, which are fast enough.
   */
  memoryGb: number | undefined;
  /** Whether the browser's data saver is on. */
  isSavingData: boolean;
}

/** Chooses the camera's size and frame rate from what is known about the device. */
export function cameraFormat(facts: DeviceFacts): CameraFormat {
  const { memoryGb, isSavingData } = facts;
  if (!facts.isPhone) return computerFormat;
  const isSmall = isSavingData || (memoryGb !== undefined && memoryGb < enoughMemoryGb);
  return isSmall ? smallPhoneFormat : phoneFormat;
}

/** Chooses size and frame rate for the camera of the device that runs this page. */
export function readCameraFormat(): CameraFormat {
  return cameraFormat(readDeviceFacts());
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
