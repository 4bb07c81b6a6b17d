/** A guest who publishes nothing and needs no browser. */
export interface GuestWithoutBrowser {
  identity: string;
  /** How the connection ended, such as `PARTICIPANT_REMOVED`. */
  end: Promise<string>;
  leave: () => Promise<void>;
}

/** Connects with a token, by LiveKit's client for Node. LiveKit may end the connection at once. */
export async function connectWithToken(livekitUrl: string, token: string): Promise<GuestWithoutBrowser> {
  const { DisconnectReason, Room, RoomEvent } = await loadClient();
  const room = new Room();
  // Listens before the connection is there, as it may end at once.
  const end = new Promise<string>((resolve) => {
    room.once(RoomEvent.Disconnected, (reason) => resolve(DisconnectReason[reason] ?? String(reason)));
  });
  await room.connect(livekitUrl.replace(/^http/, 'ws'), token);
  return { identity: room.localParticipant?.identity ?? '', end, leave: () => room.disconnect() };
}

/** Only with this variable does the client not write each connection to stdout. It reads it once, while it is loaded. */
async function loadClient() {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    return await import('@livekit/rtc-node');
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}
