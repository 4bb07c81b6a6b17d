/** The settings that a local start makes for LiveKit; everything else has LiveKit's defaults. */
export interface LivekitChoices {
  port: number;
  udpPort: number;
  /** ICE/TCP. LiveKit opens it on all addresses, so it is used only with --lan. */
  tcpPort: number | undefined;
  /** Address for media: loopback, or this machine's address in the LAN. */
  mediaAddress: string;
  keys: Keys;
  /** Redis connects several nodes. */
  redis?: { address: string; password: string };
  /** Address of the token handler that LiveKit tells who has joined. */
  webhookUrl?: string;
}

export interface Keys {
  apiKey: string;
  apiSecret: string;
}

/**
 * The STUN server that browsers are given. By default LiveKit names Twilio's and Google's, which would learn of every
 * room at home. Nothing listens at this address, so requests are refused at once. It must not be LiveKit's own UDP
 * port: Chromium treats everything from a STUN server's address as STUN answers, and no media gets through. Nor port 9:
 * Firefox blocks it and does not join. (Chromium 156, Firefox ESR 153)
 */
const nobody = '127.0.0.1:3478';

/**
 * Size limits in bytes. LiveKit sends metadata, attributes and names to everybody in the room at every change. Its
 * defaults are 512 kB for metadata and 64 kB for attributes; the app uses about 70 bytes of attributes, and the token
 * handler up to 5 kB of a room's metadata. Same as in deploy/livekit.yaml.
 */
const limits = {
  max_metadata_size: 8192,
  max_attributes_size: 1024,
  max_participant_name_length: 256,
  max_participant_identity_length: 64,
  max_room_name_length: 256,
};

/**
 * Settings for several nodes:
 * - A new room goes to the node with the fewest rooms, so that both of two nodes are used.
 * - Guests may have their signalling connection with another node than their room's. When the room's node dies, LiveKit
 *   tries to relay their messages for 7.5 s by default before it disconnects them, and only then do they reconnect.
 *   (deploy/cluster/livekit.yaml)
 */
const amongNodes = {
  node_selector: { kind: 'any', sort_by: 'rooms' },
  signal_relay: { retry_timeout: '3s' },
};

/**
 * livekit-server's configuration (YAML, of which JSON is a subset). Facts from the sources of 1.13.5:
 * - `bind_addresses` applies to signalling only. UDP listens on the addresses that `ips` allows. ICE/TCP always listens
 *   on all addresses; 0 turns it off.
 * - A port range would silently win over `udp_port`, so there is none.
 * - `node_ip` without `use_external_ip` means: announce this address and ask no STUN server.
 * - Loopback candidates are off by default.
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
      webhook: { api_key: choices.keys.apiKey, urls: [choices.webhookUrl] },
    }),
    ...(choices.redis && { redis: choices.redis, ...amongNodes }),
    // Level `info`, so that the last lines before a crash are informative; `readLogLine` decides what is shown.
    logging: { level: 'info', json: false, pion_level: 'error' },
    keys: { [choices.keys.apiKey]: choices.keys.apiSecret },
  });
}
