import {
  ConnectionState,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  type DisconnectReason,
} from 'livekit-client';
import type { TokenGrant } from '../access/requestToken.ts';
import { readCameraPicture } from '../devices/cameraPicture.ts';
import { deviceKinds, type DeviceKind } from '../devices/deviceChoices.ts';
import type { LentTracks } from '../devices/preview.ts';
import { failed, success, type Result } from '../../common/result.ts';
import { disposeRoom } from '../session/livekit/disposeRoom.ts';
import { setReconnectTimeout } from '../session/livekit/engine.ts';
import { followOwnDevices } from '../session/livekit/followOwnDevices.ts';
import { keepChosenDevices } from '../session/livekit/keepChosenDevices.ts';
import { keepPublished } from '../session/livekit/keepPublished.ts';
import { knowConnectedAtOnce } from '../session/livekit/knowConnectedAtOnce.ts';
import { forgiveUnsentRpc } from '../session/livekit/forgiveUnsentRpc.ts';
import { limitStreams, maxStreamBytes } from '../session/livekit/limitStreams.ts';
import { offerAhead } from '../session/livekit/offerAhead.ts';
import { patchClient } from '../session/livekit/patchClient.ts';
import type { Connection, EndReason, JoinFailure } from './callState.ts';
import { noteComing } from './coming.ts';
import { connectFailure } from './connectFailure.ts';
import { endReason } from './endReason.ts';
import { markOnce } from './marks.ts';
import { reconnectPolicy } from './reconnectPolicy.ts';
import { roomOptionsFor } from './roomOptions.ts';
import { followSteadiness, type Steadiness } from './steadiness.ts';

/**
 * The SDK waits 15 s for the WebSocket. A try that hangs when the network is back must not use up the time to come back in;
 * the first three tries of a TCP connection go out after 0, 1 and 3 s.
 */
const websocketTimeoutMs = 5000;

/** How long a reconnect waits for media: a try that comes to nothing must not outlast the fault. The first join has the SDK's 15 s. */
const mediaTimeoutMs = 5000;

/**
 * Symptom: the token stands in the browser's console when LiveKit refuses it. Cause: livekit-server up to 1.13.5 repeats the token in its
 * answer, and livekit-client 2.23 writes that answer to the console (RTCEngine.ts). To be removed with older servers; what matters
 * reaches the guest in words.
 */
setLogLevel('silent');

patchClient();

export interface ConnectionRequest {
  grant: TokenGrant;
  tracks: LentTracks;
  /** The devices last chosen, for when a device is turned on later. */
  deviceIds: Record<DeviceKind, string | undefined>;
  speakerId: string | undefined;
  /** LiveKit has answered: who is there is known, and their pictures will come. */
  onSignalled: () => Promise<void>;
  onConnection: (connection: Connection) => void;
  onEnded: (reason: EndReason) => void;
  /** Whether the others get this device now. */
  onSent: (kind: DeviceKind, isSent: boolean) => void;
  /** @param name of the device that was opened in place of the wanted one, which is gone or in use */
  onOtherDevice: (kind: DeviceKind, name: string) => void;
  /** A lobby track that could not be published; the call goes on without it. */
  onPublishFailed: (kind: DeviceKind) => void;
}

export interface OpenConnection {
  room: Room;
  connected: Promise<Result<Room, JoinFailure>>;
  /** @param stopTracks whether own devices are turned off, too */
  close: (stopTracks: boolean) => Promise<void>;
}

/** A connection that is made once: the room is there before, empty, so that what shows it can be made ready. */
export interface NewConnection {
  room: Room;
  /** Makes what of the connection needs no server, for the click to find. */
  prepareOffer: () => void;
  open: (request: ConnectionRequest) => OpenConnection;
}

/** This module is loaded while the guest looks at the lobby, and holds the only `new Room`. */
export function makeConnection(): NewConnection {
  let steadiness: Steadiness | undefined;
  const room = new Room({
    ...roomOptionsFor(readCameraPicture()),
    dataStream: { maxPayloadByteLength: maxStreamBytes },
    reconnectPolicy: reconnectPolicy(() => steadiness?.isMediaFlowing() ?? true),
  });
  knowConnectedAtOnce(room);
  limitStreams(room);
  forgiveUnsentRpc(room);
  return {
    room,
    prepareOffer() {
      offerAhead(room);
    },
    open(request) {
      steadiness = followSteadiness(room, request.onConnection);
      return open(room, request);
    },
  };
}

/**
 * Connects and publishes side by side: `publishTrack` waits for signalling only, so the others see the
 * newcomer before the newcomer's own connection has settled.
 */
function open(room: Room, request: ConnectionRequest): OpenConnection {
  const { grant, tracks, deviceIds, speakerId, onEnded } = request;
  let isLive = false;
  let isClosing = false;

  followOwnDevices(room, { onSent: request.onSent, onOther: request.onOtherDevice });
  keepChosenDevices(room);
  choose(room, 'audioinput', deviceIds.microphone);
  choose(room, 'videoinput', deviceIds.camera);
  choose(room, 'audiooutput', speakerId);
  keepPublished(room, request.onPublishFailed);
  // Closing the tab frees the place at once instead of after LiveKit's timeout.
  const leavePage = () => void room.disconnect();
  addEventListener('pagehide', leavePage);
  room.on(RoomEvent.Disconnected, (reason?: DisconnectReason) => {
    removeEventListener('pagehide', leavePage);
    disposeRoom(room);
    // Before it was live, the rejected `connect()` tells.
    if (isLive) onEnded(endReason(reason, isClosing));
  });

  // Waited for here rather than in publishTrack, which stops a track 15 s after a connection that never
  // came up (livekit-client 2.23, LocalParticipant.ts): the lobby would lose its picture.
  const signalled = new Promise<void>((resolve) => {
    room.once(RoomEvent.SignalConnected, resolve);
  });
  const connecting = room.connect(grant.serverUrl, grant.token, { websocketTimeout: websocketTimeoutMs });
  for (const kind of deviceKinds) void publish(kind);
  void signalled.then(request.onSignalled);

  async function publish(kind: DeviceKind): Promise<void> {
    const [track] = await Promise.all([tracks[kind], signalled]);
    if (!track) return;
    if (room.state === ConnectionState.Disconnected) {
      // The guest answered the browser's question after leaving: the device must not stay on.
      if (isLive) track.stop();
      return;
    }
    try {
      // @ts-expect-error livekit-client 2.23's LocalVideoTrack does not fit its own LocalTrack under
      // exactOptionalPropertyTypes. May go when this line reports itself unused.
      const arrival = room.localParticipant.publishTrack(ownTrack(kind, track));
      noteComing(room, kind, arrival);
      await arrival;
      markOnce('room:published');
    } catch {
      if (isLive && room.state === ConnectionState.Connected) request.onPublishFailed(kind);
    }
  }

  const connected = connecting.then(
    () => {
      isLive = true;
      setReconnectTimeout(room, mediaTimeoutMs);
      markOnce('room:connected');
      return success(room);
    },
    (error: unknown) => {
      removeEventListener('pagehide', leavePage);
      disposeRoom(room);
      return failed(connectFailure(error, { address: grant.serverUrl, token: grant.token }));
    },
  );
  return {
    room,
    connected,
    close(stopTracks) {
      isClosing = true;
      return room.disconnect(stopTracks);
    },
  };
}

/** For when one is turned on later; one that is gone by then is no reason to stay silent. */
function choose(room: Room, kind: MediaDeviceKind, deviceId: string | undefined): void {
  // Rejects where the browser can not choose a speaker.
  if (deviceId) room.switchActiveDevice(kind, deviceId, false).catch(() => {});
}

/**
 * The lobby's track as one that the SDK manages as its own (`userProvidedTrack` false): it may restart
 * it, stop the camera when it is turned off, and re-acquire it after the device went away.
 */
function ownTrack(kind: DeviceKind, track: MediaStreamTrack): LocalAudioTrack | LocalVideoTrack {
  // Its constraints come from the track (followOwnDevices.ts).
  if (kind === 'microphone') {
    const microphone = new LocalAudioTrack(track, undefined, false);
    microphone.source = Track.Source.Microphone;
    return microphone;
  }
  const camera = new LocalVideoTrack(track, undefined, false);
  camera.source = Track.Source.Camera;
  return camera;
}
