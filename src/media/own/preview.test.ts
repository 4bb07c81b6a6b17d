import { expect, test, vi } from 'vitest';
import { cameraFormat } from './cameraFormat.ts';
import type { DeviceChoices } from './deviceChoices.ts';
import { createPreview } from './preview.ts';

const bothOn: DeviceChoices = {
  microphone: { on: true, deviceId: undefined },
  camera: { on: true, deviceId: undefined },
};

const off = { on: false, deviceId: undefined };

const format = cameraFormat({ isPhone: false, memoryGb: undefined, isSavingData: false });

class TestTrack extends EventTarget {
  readyState = 'live';
  readonly kind: 'audio' | 'video';
  readonly label: string;
  private readonly deviceId: string;
  constructor(kind: 'audio' | 'video', deviceId = 'first') {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
    this.label = `the ${deviceId} one`;
  }
  getSettings() {
    return { deviceId: this.deviceId };
  }
  stop() {
    this.readyState = 'ended';
  }
}

function exactId(track: boolean | MediaTrackConstraints | undefined): string | undefined {
  const id = typeof track === 'object' ? track.deviceId : undefined;
  const exact = typeof id === 'object' && 'exact' in id ? id.exact : undefined;
  return typeof exact === 'string' ? exact : undefined;
}

/** A preview with fake devices. The test decides how getUserMedia answers. */
function startPreview(
  answer: (constraints: MediaStreamConstraints) => Promise<void>,
  choices = bothOn,
  devices: Iterable<Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>> = [
    { kind: 'audioinput', deviceId: 'mic', label: 'Microphone' },
    { kind: 'videoinput', deviceId: '', label: '' },
  ],
  { asksForEachDevice = false, answer: answered = 'first' } = {},
) {
  const opened: TestTrack[] = [];
  const asked: MediaStreamConstraints[] = [];
  const getUserMedia = async (constraints: MediaStreamConstraints = {}) => {
    asked.push(constraints);
    await answer(constraints);
    const tracks = [
      ...(constraints.audio ? [new TestTrack('audio', exactId(constraints.audio) ?? answered)] : []),
      ...(constraints.video ? [new TestTrack('video', exactId(constraints.video))] : []),
    ];
    opened.push(...tracks);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return { getTracks: () => tracks } as unknown as MediaStream;
  };
  let unplug = () => {};
  const remembered = vi.fn();
  const preview = createPreview(
    {
      mediaDevices: { getUserMedia },
      permissions: undefined,
      isSecureContext: true,
      asksForEachDevice,
      format,
      enumerateDevices: async () => [...devices],
      onDeviceChange: (listener) => (unplug = listener),
    },
    choices,
    remembered,
  );
  return { preview, opened, asked, remembered, unplug: () => unplug() };
}

const granted = () => Promise.resolve();

function refuse(name: string) {
  return Promise.reject(new DOMException('no', name));
}

async function settled(preview: ReturnType<typeof startPreview>['preview']) {
  await vi.waitFor(() => {
    const { microphone, camera } = preview.getState().devices;
    expect([microphone.status, camera.status]).not.toContain('opening');
  });
  return preview.getState().devices;
}

test('both devices are requested with one prompt', async () => {
  const { preview, asked } = startPreview(granted);
  preview.open();
  preview.open();
  expect(await settled(preview)).toMatchObject({ microphone: { status: 'on' }, camera: { status: 'on' } });
  expect(asked).toHaveLength(1);
});

test('a missing camera does not prevent the microphone', async () => {
  const { preview } = startPreview(({ video }) => (video ? refuse('NotFoundError') : granted()));
  preview.open();
  expect(await settled(preview)).toMatchObject({
    microphone: { status: 'on' },
    camera: { status: 'failed', failure: { kind: 'missing' } },
  });
});

test('after a refusal there is no second prompt', async () => {
  const { preview, asked } = startPreview(() => refuse('NotAllowedError'));
  preview.open();
  expect(await settled(preview)).toMatchObject({
    microphone: { status: 'failed', failure: { kind: 'refused' } },
    camera: { status: 'failed', failure: { kind: 'refused' } },
  });
  expect(asked).toHaveLength(1);
});

test('an insecure page reports that it is insecure', async () => {
  const preview = createPreview(
    {
      mediaDevices: undefined,
      permissions: undefined,
      isSecureContext: false,
      asksForEachDevice: false,
      format,
      enumerateDevices: async () => [],
      onDeviceChange: () => {},
    },
    bothOn,
    () => {},
  );
  preview.open();
  expect((await settled(preview)).camera).toMatchObject({ failure: { kind: 'insecure_page' } });
});

test('a device that is off is not requested', async () => {
  const { preview, asked } = startPreview(granted, {
    ...bothOn,
    camera: { on: false, deviceId: undefined },
  });
  preview.open();
  await settled(preview);
  expect(asked).toEqual([{ audio: expect.any(Object) }]);
});

test('a camera that is turned off while opening is stopped when it has opened', async () => {
  let answer = () => {};
  const { preview, opened } = startPreview(() => new Promise((resolve) => (answer = resolve)));
  preview.open();
  preview.toggle('camera');
  answer();
  await vi.waitFor(() => expect(opened).toHaveLength(2));
  expect((await settled(preview)).camera.status).toBe('off');
  expect(opened.map(({ kind, readyState }) => [kind, readyState])).toEqual([
    ['audio', 'live'],
    ['video', 'ended'],
  ]);
});

test('lent tracks are not stopped after the call has taken them', async () => {
  const { preview, opened } = startPreview(granted);
  preview.open();
  const lent = preview.lend();
  preview.release();
  expect(await lent.camera).toBe(opened[1]);
  expect(await lent.microphone).toBe(opened[0]);
  expect(opened.map(({ readyState }) => readyState)).toEqual(['live', 'live']);
  expect(preview.getState().devices.camera.status).toBe('off');
});

test('opening again opens only devices that are closed', async () => {
  const { preview, opened } = startPreview(granted);
  preview.open();
  await settled(preview);
  opened[1]?.stop();
  preview.open();
  await settled(preview);
  expect(opened.map(({ kind }) => kind)).toEqual(['audio', 'video', 'video']);
});

test('another device replaces one that is unplugged, but only once', async () => {
  const { preview, opened } = startPreview(granted);
  preview.open();
  await settled(preview);
  opened[0]?.dispatchEvent(new Event('ended'));
  expect((await settled(preview)).microphone).toMatchObject({ status: 'on', track: opened[2] });

  // The device that replaced the unplugged one is unplugged as well.
  opened[2]?.dispatchEvent(new Event('ended'));
  expect(preview.getState().devices.microphone).toMatchObject({
    status: 'failed',
    failure: { kind: 'missing' },
  });
});

test('an unplugged device is reported as missing if there is no other', async () => {
  let isGone = false;
  const { preview, opened } = startPreview(async () => {
    if (isGone) throw new DOMException('Requested device not found', 'NotFoundError');
  });
  preview.open();
  await settled(preview);
  isGone = true;
  opened[1]?.dispatchEvent(new Event('ended'));
  expect((await settled(preview)).camera).toMatchObject({ status: 'failed', failure: { kind: 'missing' } });
});

test('choosing a device replaces the open one, and is remembered', async () => {
  const { preview, opened, asked, remembered } = startPreview(granted);
  preview.open();
  await settled(preview);
  preview.choose('camera', 'back');
  await settled(preview);
  expect(opened[1]?.readyState).toBe('ended');
  expect(asked[1]).toMatchObject({ video: { deviceId: { exact: 'back' } } });
  expect(remembered).toHaveBeenLastCalledWith({
    ...bothOn,
    camera: { on: true, deviceId: 'back', label: 'the back one' },
  });
});

test('only devices with an id are offered', async () => {
  const { preview, unplug } = startPreview(granted);
  unplug();
  await vi.waitFor(() => expect(preview.getState().available.microphone).toHaveLength(1));
  expect(preview.getState().available.camera).toEqual([]);
});

test('listening only closes all devices, requests none, and is not remembered', async () => {
  const { preview, opened, asked, remembered } = startPreview(granted);
  preview.open();
  await settled(preview);
  preview.turnOff();
  preview.open();
  expect(opened.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  expect(await preview.lend().microphone).toBeUndefined();
  expect(asked).toHaveLength(1);
  expect(remembered).not.toHaveBeenCalled();
});

const chosen: DeviceChoices = {
  microphone: { on: true, deviceId: 'headset', label: 'the headset one' },
  camera: { on: true, deviceId: 'back', label: 'the back one' },
};

/**
 * A list of microphones and cameras. For each kind it has one device with the id `first`, and one for each of these
 * ids.
 */
function listed(...ids: string[]) {
  return (['audioinput', 'videoinput'] as const).flatMap((kind) =>
    ['first', ...ids].map((deviceId) => ({ kind, deviceId, label: `the ${deviceId} one` })),
  );
}

test('remembered devices are opened with one prompt', async () => {
  const { preview, asked } = startPreview(granted, chosen, listed('headset', 'back'));
  preview.open();
  expect(await settled(preview)).toMatchObject({
    microphone: { isOther: false },
    camera: { isOther: false },
  });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    audio: { deviceId: { exact: 'headset' } },
    video: { deviceId: { exact: 'back' } },
  });
});

test('a missing remembered camera is replaced by another one, which is reported, and stays remembered', async () => {
  const refuseBack = ({ video }: MediaStreamConstraints) =>
    exactId(video) === 'back' ? refuse('OverconstrainedError') : granted();
  const { preview, remembered } = startPreview(refuseBack, chosen, listed('headset'));
  preview.open();
  expect(await settled(preview)).toMatchObject({
    microphone: { track: { label: 'the headset one' }, isOther: false },
    camera: { track: { label: 'the first one' }, isOther: true },
  });
  expect(remembered).not.toHaveBeenCalled();
});

test('a chosen camera that is in use is replaced by another one, which is reported', async () => {
  const refuseBack = ({ video }: MediaStreamConstraints) =>
    exactId(video) === 'back' ? refuse('NotReadableError') : granted();
  const { preview } = startPreview(refuseBack, chosen, listed('headset', 'back'));
  preview.open();
  expect(await settled(preview)).toMatchObject({
    microphone: { track: { label: 'the headset one' } },
    camera: { track: { label: 'the first one' }, isOther: true },
  });
});

test('a remembered microphone is opened without a camera, although the browser does not list devices yet', async () => {
  const { preview } = startPreview(
    ({ video }) => (video ? refuse('NotFoundError') : granted()),
    {
      microphone: { on: true, deviceId: 'second', label: 'Second' },
      camera: { on: true, deviceId: undefined },
    },
    [{ kind: 'audioinput', deviceId: '', label: '' }],
    { asksForEachDevice: true },
  );
  preview.open();
  await settled(preview);
  expect(preview.deviceId('microphone')).toBe('second');
});

test('a remembered device whose id has changed is found by its label, with one prompt', async () => {
  let isAllowed = false;
  let questions = 0;
  const devices = listed('new');
  const labels = new Map([['new', 'the back one']]);
  const { preview } = startPreview(
    async ({ video }) => {
      if (exactId(video) === 'back') await refuse('OverconstrainedError');
      if (!isAllowed) questions += 1;
      isAllowed = true;
    },
    { microphone: { on: false, deviceId: undefined }, camera: chosen.camera },
    {
      // Before the guest gives permission, browsers hide the ids and labels of devices.
      *[Symbol.iterator]() {
        for (const { kind, deviceId, label } of devices) {
          yield isAllowed
            ? { kind, deviceId, label: labels.get(deviceId) ?? label }
            : { kind, deviceId: '', label: '' };
        }
      },
    },
  );
  preview.open();
  await settled(preview);
  expect(preview.deviceId('camera')).toBe('new');
  expect(questions).toBe(1);
});

test.each([
  ['a', true, undefined],
  ['b', true, 'b'],
  ['b', false, undefined],
])(
  'opened microphone %s, with one permission for each device %s, is remembered as %s',
  async (answer, asksForEachDevice, remembered) => {
    const list = ['a', 'b'].map((deviceId) => ({
      kind: 'audioinput' as const,
      deviceId,
      label: `the ${deviceId} one`,
    }));
    const { preview } = startPreview(granted, { ...bothOn, camera: off }, list, {
      asksForEachDevice,
      answer,
    });
    preview.open();
    await settled(preview);
    await vi.waitFor(() => expect(preview.getState().available.microphone).toHaveLength(2));
    expect(preview.getState().choices.microphone.deviceId).toBe(remembered);
  },
);

test.each([
  ['a', true, undefined],
  ['b', true, 'b'],
  ['b', false, undefined],
])(
  'microphone %s, turned on in the call, where the browser asks for each device: %s, is remembered as %s',
  async (sentFrom, asksForEachDevice, remembered) => {
    const list = ['a', 'b'].map((deviceId) => ({
      kind: 'audioinput' as const,
      deviceId,
      label: `the ${deviceId} one`,
    }));
    const { preview } = startPreview(granted, { microphone: off, camera: off }, list, { asksForEachDevice });
    preview.release();
    preview.noteSent('microphone', true, sentFrom);
    // The promises are awaited, because the preview reads the list of devices first and stores the choice after that.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect(preview.getState().choices.microphone).toMatchObject({
      deviceId: remembered,
      ...(remembered && { label: 'the b one' }),
    });
  },
);

test('choosing another device while the device is off keeps it off', async () => {
  const { preview, asked, remembered } = startPreview(granted, {
    ...bothOn,
    camera: { on: false, deviceId: undefined },
  });
  preview.open();
  await settled(preview);
  preview.choose('camera', 'back');
  expect((await settled(preview)).camera.status).toBe('off');
  expect(asked).toHaveLength(1);
  expect(remembered).toHaveBeenLastCalledWith({ ...bothOn, camera: { on: false, deviceId: 'back' } });
});

test('a device that stopped by itself in the call stays off until the guest turns it on', async () => {
  const { preview, asked } = startPreview(granted);
  preview.open();
  await settled(preview);
  preview.release();
  preview.noteSent('camera', false);
  preview.open();
  expect(await settled(preview)).toMatchObject({ microphone: { status: 'on' }, camera: { status: 'off' } });
  expect(asked[1]).not.toHaveProperty('video');
  preview.release();
  preview.setOn('camera', true);
  preview.open();
  expect((await settled(preview)).camera.status).toBe('on');
});

test('a device that the guest turned off in the call is not opened when rejoining, and that is remembered', async () => {
  const { preview, remembered } = startPreview(granted);
  preview.open();
  await settled(preview);
  preview.release();
  preview.setOn('microphone', false);
  expect(remembered).toHaveBeenLastCalledWith({ microphone: { on: false }, camera: { on: true } });
  preview.open();
  expect(await settled(preview)).toMatchObject({ microphone: { status: 'off' }, camera: { status: 'on' } });
});

test('a device that failed to open before the call is not opened when rejoining', async () => {
  let isBusy = true;
  const { preview } = startPreview(({ video }) => (video && isBusy ? refuse('NotReadableError') : granted()));
  preview.open();
  await settled(preview);
  preview.release();
  isBusy = false;
  preview.open();
  expect(await settled(preview)).toMatchObject({ microphone: { status: 'on' }, camera: { status: 'off' } });
});

test('a flipped camera is opened again when rejoining, and is not remembered', async () => {
  const { preview, asked, remembered } = startPreview(granted, chosen);
  preview.open();
  await settled(preview);
  remembered.mockClear();
  preview.release();
  preview.flip('rear');
  preview.open();
  expect((await settled(preview)).camera).toMatchObject({ status: 'on', isOther: false });
  expect(asked[1]).toMatchObject({ video: { deviceId: { exact: 'rear' } } });
  expect(remembered).not.toHaveBeenCalled();
});
