/** What a local start decides about LiveKit; everything else is LiveKit's default. */
export interface LivekitChoices {
  port: number;
  udpPort: number;
  /** ICE/TCP: always on all addresses, so only with --lan. */
  tcpPort: number | undefined;
  /** Where media goes to: loopback, or this machine's address in the LAN. */
  mediaAddress: string;
  keys: Keys;
  /** Several nodes find each other here. */
  redis?: { address: string; password: string };
}

export interface Keys {
  apiKey: string;
  apiSecret: string;
}

/**
 * The STUN server that browsers are told to ask. If none is named, LiveKit names Twilio's and Google's, and a
 * room that stays at home would tell them about itself. Nobody listens here, so browsers are refused at once.
 * Not our own UDP port: Chromium takes all that comes from a STUN server's address for answers to STUN, and no
 * media gets through. Not port 9 either: Firefox blocks it and does not join. (Chromium 156, Firefox ESR 153)
 */
const nobody = '127.0.0.1:3478';

/**
 * The largest sizes, in bytes. LiveKit sends metadata, attributes and names within these limits to everybody in the room, at every change.
 * Its own limits are 512 kB of metadata and 64 kB of attributes; the app uses about 70 bytes of attributes. (deploy/livekit.yaml)
 */
const limits = {
  max_metadata_size: 1024,
  max_attributes_size: 1024,
  max_participant_name_length: 256,
  max_participant_identity_length: 64,
  max_room_name_length: 256,
};

/**
 * - A new room goes where the fewest are, so that both of two nodes have something to do.
 * - Guests may signal by a node that does not have their room. When that one dies, LiveKit tries to pass their
 *   words on for 7.5 s before it cuts them off; until then they do not look for another way. (deploy/cluster/livekit.yaml)
 */
const amongNodes = {
  node_selector: { kind: 'any', sort_by: 'rooms' },
  signal_relay: { retry_timeout: '3s' },
};

/**
 * livekit-server's configuration (YAML; JSON is YAML). Facts from 1.13.5's sources:
 * - `bind_addresses` is for signalling only. UDP listens on the addresses that `ips` lets through. ICE/TCP
 *   listens on all addresses whatever one says, and 0 turns it off.
 * - a port range would silently win over `udp_port`, so there is none.
 * - a given `node_ip` without `use_external_ip` means: announce this, and ask no STUN server.
 * - loopback candidates are off unless asked for.
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
    ...(choices.redis && { redis: choices.redis, ...amongNodes }),
    // At `info` the last lines before a crash tell something; what is shown of them is decided elsewhere.
    logging: { level: 'info', json: false, pion_level: 'error' },
    keys: { [choices.keys.apiKey]: choices.keys.apiSecret },
  });
}
