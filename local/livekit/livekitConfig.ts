/** The settings of LiveKit that `npm start` chooses. Everything else has LiveKit's defaults. */
export interface LivekitChoices {
  port: number;
  udpPort: number;
  /** LiveKit's port for media over TCP (ICE/TCP). LiveKit opens it on all addresses, so it is used only with --lan. */
  tcpPort: number | undefined;
  /** The address on which LiveKit receives media: loopback, or this machine's address in the local network. */
  mediaAddress: string;
  keys: Keys;
  /** Redis, through which several LiveKit nodes work together. */
  redis?: { address: string; password: string };
  /** The token handler's address for LiveKit's webhooks, which report who has joined. */
  webhookUrl?: string;
}

export interface Keys {
  apiKey: string;
  apiSecret: string;
}

/**
 * The STUN server that LiveKit tells browsers to use. By default it names Twilio's and Google's, which would learn of
 * every room at home. Nothing listens at this address, so the requests are refused at once. It must not be LiveKit's
 * own UDP port: Chromium treats everything from a STUN server's address as STUN answers, and no media gets through. Nor
 * can it be port 9: Firefox blocks that port and does not join. (Chromium 156, Firefox ESR 153)
 */
const nobody = '127.0.0.1:3478';

/**
 * Limits for what guests may store in LiveKit, in bytes. LiveKit sends metadata, attributes and names to everybody in
 * the room at every change. Its defaults are 512 kB for metadata and 64 kB for attributes; the app uses about 70 bytes
 * of attributes, and the token handler up to 5 kB of a room's metadata. deploy/livekit.yaml has the same limits.
 */
const limits = {
  max_metadata_size: 8192,
  max_attributes_size: 1024,
  max_participant_name_length: 256,
  max_participant_identity_length: 64,
  max_room_name_length: 256,
};

/**
 * Settings that LiveKit needs only as one of several nodes:
 * - A new room goes to the node with the fewest rooms, so that both of two nodes are used.
 * - A guest's signalling connection may be with another node than the one that has the room. When the room's node dies,
 *   LiveKit tries to relay the guest's messages for 7.5 s by default before it disconnects the guest, who reconnects
 *   only then. So this time is shorter here, as in deploy/cluster/livekit.yaml.
 */
const amongNodes = {
  node_selector: { kind: 'any', sort_by: 'rooms' },
  signal_relay: { retry_timeout: '3s' },
};

/**
 * Returns livekit-server's configuration (YAML, of which JSON is a subset). Facts from the sources of 1.13.5:
 * - `bind_addresses` applies to signalling only. UDP listens on the addresses that `ips` allows. ICE/TCP always listens
 *   on all addresses; port 0 turns it off.
 * - A port range would silently win over `udp_port`, so there is none.
 * - `node_ip` without `use_external_ip` means: announce this address and ask no STUN server.
 * - LiveKit announces no loopback addresses unless a setting turns that on.
 */
export function livekitConfig(choices: LivekitChoices): string {
  return JSON.stringify({
    port: choices.port,
    bind_addresses: ['127.0.0.1'],
    rtc: {
      udp_port: choices.udpPort,
      tcp_port: choices.tcpPort ?? 0,
      node_ip: choices.mediaAddress,
      use_external_ip: false,
      enable_loopback_candidate: true,
      ips: { includes: [`${choices.mediaAddress}/32`] },
      stun_servers: [nobody],
    },
    limit: limits,
    ...(choices.webhookUrl !== undefined && {
      webhook: {
        api_key: choices.keys.apiKey,
        urls: [choices.webhookUrl],
        // LiveKit calls the webhook for joins alone, because the token handler reads no other event.
        // deploy/install/webhook.sh sets the same filter.
        filter_params: { include_events: ['participant_joined'] },
      },
    }),
    ...(choices.redis && { redis: choices.redis, ...amongNodes }),
    // LiveKit logs with level `info`, so that its last lines before a crash are informative; `readLogLine` decides
    // which lines are shown.
    logging: { level: 'info', json: false, pion_level: 'error' },
    keys: { [choices.keys.apiKey]: choices.keys.apiSecret },
  });
}
