/** Messages of the connection check, in English; loaded with the check. `doctorJa.ts` has the same type. */
export const doctorEn = {
  title: 'Connection check',
  intro:
    'Tests each step of joining and shows what is blocked. It takes less than 20 seconds. It sends a test video and a quiet tone to the server, not your camera or microphone, and nobody in the room notices.',
  start: 'Start the check',
  again: 'Check again',
  stop: 'Stop',
  back: 'To the room',
  steps: 'Steps of joining',
  step: {
    page: 'This browser and page',
    token: 'Permission to join',
    signalling: 'Connection to the video server',
    networkPaths: 'Network paths for video and audio',
    publishing: 'Sending video and audio',
    path: 'Connection quality',
  },
  status: {
    pending: 'not checked yet',
    running: 'checking…',
    fine: 'no problems',
    slow: 'slow',
    limited: 'partly blocked',
    blocked: 'blocked',
    skipped: 'skipped',
  },
  finding: {
    no_webrtc: () => 'This browser can’t make calls (no WebRTC).',
    insecure_page: () => 'The page isn’t secure (https), so camera and microphone don’t work.',
    page_fine: () => 'The page is secure, and the browser can make calls.',
    devices: (microphones: number, cameras: number) =>
      `Microphones: ${microphones}, cameras: ${cameras} (as the browser reports before permission).`,
    token_answers: (ms: number) => `The token endpoint answers in ${ms} ms and allows the check.`,
    clock_ahead: (whose: 'token' | 'livekit', seconds: number) =>
      `${whose === 'token' ? 'The token endpoint’s' : 'The video server’s'} clock is ${seconds} s ahead of this device’s.`,
    clock_behind: (whose: 'token' | 'livekit', seconds: number) =>
      `${whose === 'token' ? 'The token endpoint’s' : 'The video server’s'} clock is ${seconds} s behind this device’s.`,
    detail: (detail: string) => detail,
    http_answers: (ms: number) => `It answers over HTTP in ${ms} ms, also to an address as long as a join’s.`,
    joined: (ms: number, version: string) =>
      `LiveKit ${version} accepts the check after ${ms} ms (WebSocket).`,
    upgrade_lost: (ms: number) => `The WebSocket is rejected after ${ms} ms.`,
    socket_held: (ms: number) => `The WebSocket neither opens nor fails within ${ms} ms.`,
    socket_silent: (ms: number) => `The WebSocket opens, but nothing arrives within ${ms} ms.`,
    socket_cut: (seconds: number) => `The WebSocket was closed on the way after ${seconds} s of silence.`,
    nothing_announced: () => 'LiveKit announces no address.',
    no_tcp_announced: () => 'LiveKit announces no TCP address. Guests whose network blocks UDP can’t join.',
    address_tried: (name: string) => `${name} …`,
    address_answers: (name: string, ms: number) => `${name} answers in ${ms} ms`,
    address_silent: (name: string) => `${name} does not answer`,
    address_silent_ipv6: (name: string) =>
      `${name} does not answer (IPv6; this is normal if your network has none)`,
    address_private: (name: string) => `${name} is a private address, used only inside its own network`,
    address_elsewhere: (announced: string, host: string) =>
      `LiveKit announces ${announced}, but this page is at ${host}.`,
    relay_leads_nowhere: (name: string) => `${name} answers, but nothing comes through it from LiveKit`,
    connected: (ms: number) => `Connected in ${ms} ms, in the same way as in a call.`,
    received: (what: 'video' | 'audio', packets: number) =>
      `${what === 'video' ? 'Video' : 'Audio'}: the server reports that it received it (${packets} packets).`,
    not_received: (what: 'video' | 'audio') =>
      `${what === 'video' ? 'Video' : 'Audio'}: the server did not report that it received it.`,
    path: (protocol: 'udp' | 'tcp' | 'turn', name: string) =>
      protocol === 'udp'
        ? `Over UDP, the best path (${name}).`
        : protocol === 'tcp'
          ? `Over TCP (${name}): it works, but a lost packet delays all that follow.`
          : `Through a TURN server (${name}): it works, with a detour.`,
    quality: (roundTripMs: number, lostPercent: number, jitterMs: number) =>
      `Round trip ${roundTripMs} ms, lost ${lostPercent} %, jitter ${jitterMs} ms.`,
    meaning: (how: 'good' | 'detour' | 'weak') =>
      ({
        good: 'Good for a call with video.',
        detour: 'Good for a call now; if the network gets worse, video and voices stop sooner than over UDP.',
        weak: 'Voices are late or have gaps, and videos freeze at times.',
      })[how],
    out_of_time: () => 'The check ran out of time during this step.',
  },
  result: 'Result',
  forGuest: 'For you',
  forHost: 'For the host',
  stopped: 'You stopped the check.',
  guest: {
    all_fine: 'No problems found. You can join.',
    insecure_page:
      'You can join to listen. For camera and microphone, ask the host for a link that begins with https.',
    no_webrtc: 'This browser can’t make calls. Please use another one, or an up-to-date one.',
    server_slow: 'You can join, but it takes long: the server answers slowly.',
    check_not_allowed:
      'The token endpoint answers, but does not allow a check. Please try to join; if that fails, send the report to the host.',
    signalling_not_passed:
      'The video server can’t be reached at this address. Please send the report to the host.',
    upgrade_lost:
      'Something between you and the video server breaks its WebSocket. Another network may help; if not, send the report to the host.',
    socket_held:
      'Something between you and the video server blocks its WebSocket. Another network may help (for example without VPN); if not, send the report to the host.',
    socket_silent:
      'The video server accepts the connection but sends nothing. Please send the report to the host.',
    socket_cut:
      'You can join, but you will be disconnected now and then. Please send the report to the host.',
    address_cut:
      'Something between you and the video server blocks joining. Please send the report to the host.',
    nothing_announced:
      'The video server doesn’t say where to send video and audio. Please send the report to the host.',
    private_announced:
      'Video and audio are sent to an address that can’t be reached from here. Please send the report to the host.',
    udp_closed:
      'You can join: video and audio take a slower path (TCP). Please send the report to the host, who can improve this.',
    tcp_closed:
      'You can join. Guests on stricter networks may not be able to. Please send the report to the host.',
    no_tcp:
      'You can join. Guests on stricter networks may not be able to. Please send the report to the host.',
    turn_only:
      'You can join: video and audio take a detour. Please send the report to the host, who can improve this.',
    turn_closed:
      'You can join. Guests on the strictest networks may not be able to. Please send the report to the host.',
    not_connected:
      'The network paths are open, but the connection fails. Please send the report to the host.',
    not_received:
      'You are connected, but your video and audio don’t arrive. Please send the report to the host.',
    weak_network:
      'You can join, but your connection is weak. Move closer to the Wi-Fi router, use a cable, or turn off video.',
    out_of_time: 'The answers are so slow that the check did not finish in time. Another network may help.',
  },
  cure: {
    all_fine: () => 'Nothing to fix.',
    insecure_page: () => 'Serve the page over https. On your own computer, use “npm start -- --lan”.',
    no_webrtc: () => 'Nothing to fix on the server.',
    config_broken: (what: string) => `Fix config.json beside the page: ${what}`,
    token_endpoint_unreachable: (what: string) =>
      `Start the token handler, or fix the proxy in front of it: ${what}`,
    token_answer_broken: (what: string) =>
      `Something other than a token handler answers: check “tokenEndpoint” in config.json and the proxy’s path. ${what}`,
    token_endpoint_failed: (what: string) => `Read the token handler’s log: ${what}`,
    refused: (what: string) => `The token endpoint refuses: ${what}`,
    key_missing: () => 'Send the guest the whole link, with the key behind #.',
    key_wrong: () => 'Send the guest the link with the current key (ROOM_KEY) behind #.',
    check_not_allowed: (what: string) =>
      `Let the token endpoint open rooms named first-room-check-… (this project’s own does). ${what}`,
    rate_limited: (what: string) =>
      `Wait a minute. If this often happens to guests behind one address, raise RATE_LIMIT_PER_MINUTE. ${what}`,
    server_slow: (what: string) =>
      `An answer took ${what}. Look at the server’s load and at the proxy; if it is fast for others, the cause is the guest’s network.`,
    signalling_unreachable: (what: string) =>
      `Start LiveKit, and let the proxy reach its port 7880/tcp. Browsers are sent to ${what}.`,
    signalling_not_passed: (what: string) =>
      `Let the proxy forward /rtc and everything below it to LiveKit’s port 7880. Browsers are sent to ${what}.`,
    token_rejected: () =>
      'LiveKit and the token handler need the same key and secret, and clocks that agree (see the report).',
    upgrade_lost: () => 'Let the proxy forward the Upgrade headers on /rtc.',
    socket_held: () => 'Let every proxy on the path forward WebSockets on /rtc, unbuffered.',
    socket_silent: () =>
      'Let the proxy forward LiveKit’s messages on /rtc at once, unbuffered; then read LiveKit’s log.',
    socket_cut: (what: string) =>
      `A proxy closes WebSockets that are silent for ${what} s. Raise its idle time to 60 s or more.`,
    address_cut: (what: string) =>
      `A proxy rejects addresses of 3 kB${what && ` (status ${what})`}: a join’s address is that long. Let it accept 32 kB.`,
    nothing_announced: () => 'Give LiveKit its ports (rtc.udp_port, rtc.tcp_port), and read its log.',
    private_announced: () =>
      'Let LiveKit announce its public address: rtc.node_ip, with the server’s own in place of 203.0.113.5.',
    media_blocked: (what: string) =>
      `Open ${what}, in the cloud’s rules and in the system’s firewall. If they are open: LiveKit must run, and announce the server’s own public address (rtc.node_ip).`,
    udp_closed: (what: string) => `Open ${what}, in the cloud’s rules and in the system’s firewall.`,
    tcp_closed: (what: string) =>
      `Open ${what}, in the cloud’s rules and in the system’s firewall: guests whose network blocks UDP need it.`,
    no_tcp: () =>
      'Let LiveKit listen on a TCP port too (rtc.tcp_port), and open it: guests whose network blocks UDP need it.',
    turn_only: (what: string) => `Open ${what}, in the cloud’s rules and in the system’s firewall.`,
    turn_closed: (what: string) => `The TURN server ${what} does not answer, or does not reach LiveKit.`,
    not_connected: (what: string) => `Read LiveKit’s log. The browser says: ${what}`,
    not_received: () =>
      'Read LiveKit’s log: the connection works, but no reports about video or audio come back.',
    weak_network: (what: string) =>
      `Nothing to fix if the others have no problem: this guest’s network has ${what} (round trip, loss, jitter).`,
    out_of_time: () =>
      'Look at the server’s load; if it is fast for others, the cause is the guest’s network.',
    firefox_loopback: () =>
      'Start the room with “npm start -- --lan”, or use another browser on this computer.',
  },
  place: {
    oci: 'OCI: rule of the network security group',
    oracleLinux: 'Oracle Linux',
    ubuntu: 'Ubuntu',
    nginx: 'nginx',
    loadBalancer: 'OCI load balancer',
    livekit: 'LiveKit (livekit.yaml)',
    server: 'On the server',
  },
  copy: (what: string) => `Copy: ${what}`,
  copyReport: 'Copy the report for the host',
  copied: 'Copied.',
  report: 'The report',
};

export type DoctorMessages = typeof doctorEn;
