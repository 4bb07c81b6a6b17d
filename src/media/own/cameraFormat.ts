import { isPhone } from '../../browser/browserKind.ts';

/** Size and rate that are requested from the camera, which is also the most that is sent. */
export interface CameraFormat {
  width: number;
  height: number;
  frameRate: number;
  /** Bits per second of the largest simulcast layer; `undefined` for the SDK's default. */
  maxBitrate: number | undefined;
}

/** 720p is the SDK's default, from which it makes the simulcast layers. A camera without 720p gives the nearest size. */
const computerFormat: CameraFormat = { width: 1280, height: 720, frameRate: 30, maxBitrate: undefined };

/**
 * Phones get hot while encoding, and often use a mobile network. 540p has about half the pixels of 720p and is still larger than most tiles. 24 frames per
 * second are the rate of films; fewer look like a bad connection. 700 kbit/s is the bit rate of livekit-client's preset for 540p, scaled to 24 fps.
 */
const phoneFormat: CameraFormat = { width: 960, height: 540, frameRate: 24, maxBitrate: 700_000 };

/**
 * Video of slow phones, and of guests who pay for their data: 360p has a quarter of the pixels of 720p, and 20 frames
 * per second is the lowest rate at which lips and voice still fit. The bit rate is that of livekit-client's preset for
 * 360p at 20 fps.
 */
const smallPhoneFormat: CameraFormat = { width: 640, height: 360, frameRate: 20, maxBitrate: 450_000 };

/** A phone with less memory is old or cheap, and likely to have a slow encoder. */
const enoughMemoryGb = 4;

export interface DeviceFacts {
  isPhone: boolean;
  /** `navigator.deviceMemory`, which only Chromium has: 0.25 to 8 (later versions up to 32). iPhones lack it and are fast enough. */
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

/** Size and rate for the camera of this device. */
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
