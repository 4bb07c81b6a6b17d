/** A guest who joins through LiveKit's client for Node, without a browser, and publishes nothing. */
export interface GuestWithoutBrowser {
  identity: string;
  /** Resolves with the reason why the connection ended, such as `PARTICIPANT_REMOVED`. */
  end: Promise<string>;
  leave: () => Promise<void>;
}

/** Connects to LiveKit with a token, through LiveKit's client for Node. LiveKit may end the connection at once. */
export async function connectWithToken(livekitUrl: string, token: string): Promise<GuestWithoutBrowser> {
  const { DisconnectReason, Room, RoomEvent } = await loadClient();
  const room = new Room();
  // Listens for the end before connecting, because LiveKit may end the connection at once.
  const end = new Promise<string>((resolve) => {
    room.once(RoomEvent.Disconnected, (reason) => resolve(DisconnectReason[reason] ?? String(reason)));
  });
  await room.connect(livekitUrl.replace(/^http/, 'ws'), token);
  return { identity: room.localParticipant?.identity ?? '', end, leave: () => room.disconnect() };
}

/**
 * Loads LiveKit's client for Node with NODE_ENV=production, because otherwise the client writes each connection to
 * stdout. It reads this variable once, while it is loaded.
 */
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
