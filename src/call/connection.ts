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
import { readCameraFormat } from '../media/own/cameraFormat.ts';
import { deviceKinds, type DeviceKind } from '../media/own/deviceChoices.ts';
import type { LentTracks } from '../media/own/preview.ts';
import { failed, success, type Result } from '../../common/result.ts';
import { askBeforeReconnecting } from '../session/livekit/askBeforeReconnecting.ts';
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
import { connectFailure } from './connectFailure.ts';
import { endReason } from './endReason.ts';
import { isAnswered } from './isAnswered.ts';
import { lockIdentity } from './identityLock.ts';
import { mayPublish } from './roles.ts';
import { markOnce } from './marks.ts';
import { reconnectPolicy } from './reconnectPolicy.ts';
import { roomOptionsFor } from './roomOptions.ts';
import { isServerBack, untilServerIsThere } from './serverHealth.ts';
import { followSteadiness, type Steadiness } from './steadiness.ts';

/**
 * Timeout for opening the WebSocket, instead of the SDK's 15 s, so that a hanging try does not delay rejoining when the
 * network is back. TCP sends its first three SYN packets after 0, 1 and 3 s, so all of them fit in.
 */
const websocketTimeoutMs = 5000;

/**
 * Timeout for media when the SDK reconnects, so that a failing try does not go on after the network is back. The first
 * join keeps the SDK's 15 s.
 */
const mediaTimeoutMs = 5000;

/**
 * Symptom: a refused token is written to the browser's console.
 * Cause: livekit-server up to 1.13.5 repeats the token in its answer, and livekit-client 2.23 logs that answer
 * (RTCEngine.ts).
 * The built app has no log at all (build/withoutLogging.ts); this is for `npm run dev`.
 * Remove when: servers up to 1.13.5 are no longer supported. The guest sees failures without the log.
 */
setLogLevel('silent');

patchClient();

export interface ConnectionRequest {
  grant: TokenGrant;
  tracks: LentTracks;
  /** Ids of the devices that the guest chose last, for devices that the guest turns on later. */
  deviceIds: Record<DeviceKind, string | undefined>;
  speakerId: string | undefined;
  /** Called when LiveKit has answered the join: the participants are known, and their media follows. */
  onSignalled: () => Promise<void>;
  onConnection: (connection: Connection) => void;
  onEnded: (reason: EndReason) => void;
  /**
   * Called when other participants start or stop receiving the guest's camera or microphone.
   *
   * @param deviceId id of the open device; only when they start
   */
  onSent: (kind: DeviceKind, isSent: boolean, deviceId?: string) => void;
  /** Called when publishing a camera or microphone track of the lobby begins. */
  onPublishing: (room: Room, kind: DeviceKind, publication: Promise<unknown>) => void;
  /** @param name label of the device that was opened because the requested one is gone or in use */
  onOtherDevice: (kind: DeviceKind, name: string) => void;
  /**
   * Called when a camera or microphone track of the lobby could not be published. The call goes on without the track.
   */
  onPublishFailed: (kind: DeviceKind) => void;
}

export interface OpenConnection {
  room: Room;
  connected: Promise<Result<Room, JoinFailure>>;
  /**
   * Whether LiveKit answers again soon after a join has not reached it. It may have been restarted at that moment.
   */
  isServerBack: () => Promise<boolean>;
  /**
   * Ends the connection.
   *
   * @param stopTracks whether to turn off camera and microphone as well
   */
  close: (stopTracks: boolean) => Promise<void>;
}

/**
 * A connection that can be opened once. Its LiveKit room is made earlier and is empty until then, so that the views can
 * be rendered in advance.
 */
export interface NewConnection {
  room: Room;
  /** Makes the SDP offer in advance, so that a click on Join need not wait for it. */
  prepareOffer: () => void;
  open: (request: ConnectionRequest) => OpenConnection;
}

/**
 * Makes the LiveKit room of a call; only a waiting room is made elsewhere (src/knock). This module is loaded while
 * the guest is in the lobby.
 */
export function makeConnection(): NewConnection {
  let steadiness: Steadiness | undefined;
  const room = new Room({
    ...roomOptionsFor(readCameraFormat()),
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
 * Connects and publishes in parallel. `publishTrack` waits for signalling only, so other participants see the guest
 * even before the guest's own connection is complete.
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
  // Leaves the room at once when the tab is closed. Otherwise the others would see the guest until LiveKit's timeout.
  const leavePage = () => void room.disconnect();
  addEventListener('pagehide', leavePage);
  const over = new Promise<void>((resolve) => {
    room.once(RoomEvent.Disconnected, () => resolve());
  });
  lockIdentity(grant.token, { steal: true }, over);
  room.on(RoomEvent.Disconnected, (reason?: DisconnectReason) => {
    removeEventListener('pagehide', leavePage);
    disposeRoom(room);
    // If the connection ends before the call is live, nothing is reported here, because the promise of `room.connect()`
    // rejects and so reports the end.
    if (isLive) onEnded(endReason(reason, isClosing));
  });

  // Symptom: the lobby's video goes black 15 s after a failed join. Cause: `publishTrack` waits for the connection, and
  // stops the track if the connection fails (livekit-client 2.23, LocalParticipant.ts). So the app calls `publishTrack`
  // only once signalling is connected. Remove when the client no longer stops the track.
  const signalled = new Promise<void>((resolve) => {
    if (isAnswered(room)) resolve();
    else room.once(RoomEvent.SignalConnected, resolve);
  });
  // A room that is connected in the lobby, or still connecting, goes on with that connection.
  const connecting = room.connect(grant.serverUrl, grant.token, { websocketTimeout: websocketTimeoutMs });
  for (const kind of deviceKinds) void publish(kind);
  void signalled.then(request.onSignalled);

  async function publish(kind: DeviceKind): Promise<void> {
    const [track] = await Promise.all([tracks[kind], signalled]);
    if (!track) return;
    if (room.state === ConnectionState.Disconnected) {
      // The guest answered the permission prompt after leaving the call, so the device must not stay on.
      if (isLive) track.stop();
      return;
    }
    try {
      // @ts-expect-error livekit-client 2.23's LocalVideoTrack does not fit its own LocalTrack under
      // exactOptionalPropertyTypes. Remove when TypeScript reports this line as unused.
      const publication = room.localParticipant.publishTrack(ownTrack(kind, track));
      request.onPublishing(room, kind, publication);
      await publication;
      markOnce('room:published');
    } catch {
      // If the guest has become a listener, LiveKit refuses the track: the device is closed, and no failure is shown.
      if (!mayPublish(room.localParticipant, kind)) track.stop();
      else if (isLive && room.state === ConnectionState.Connected) request.onPublishFailed(kind);
    }
  }

  const connected = connecting.then(
    () => {
      isLive = true;
      setReconnectTimeout(room, mediaTimeoutMs);
      askBeforeReconnecting(room, async () => void (await untilServerIsThere(grant.serverUrl)));
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
    isServerBack: () => isServerBack(grant.serverUrl),
    close(stopTracks) {
      isClosing = true;
      return room.disconnect(stopTracks);
    },
  };
}

/**
 * Chooses the device that is opened when the guest turns this kind on later. If the device is gone by then, another one
 * is opened.
 */
function choose(room: Room, kind: MediaDeviceKind, deviceId: string | undefined): void {
  // `switchActiveDevice` rejects in browsers that cannot choose a speaker.
  if (deviceId) room.switchActiveDevice(kind, deviceId, false).catch(() => {});
}

/**
 * Wraps a track of the lobby so that the SDK manages it like a track of its own (`userProvidedTrack` false): the SDK
 * may restart the track, stop the camera when the guest turns it off, and open another device when this one is gone.
 */
function ownTrack(kind: DeviceKind, track: MediaStreamTrack): LocalAudioTrack | LocalVideoTrack {
  // The tracks are made without constraints, because followOwnDevices.ts sets the constraints later.
  if (kind === 'microphone') {
    const microphone = new LocalAudioTrack(track, undefined, false);
    microphone.source = Track.Source.Microphone;
    return microphone;
  }
  const camera = new LocalVideoTrack(track, undefined, false);
  camera.source = Track.Source.Camera;
  return camera;
}
