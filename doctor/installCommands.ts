/**
 * What mends a server that install.sh has set up. Settings are given to install.sh and not written into its files: it makes these anew
 * with every update.
 */
const install = 'sudo /opt/first-room/current/deploy/install.sh';

/** Writes node_ip, keeps it for the next updates, and starts LiveKit again. */
export const setPublicIp = `${install} --public-ip PUBLIC_IP_OF_THE_SERVER`;

/** Puts every file and service as the release has them. */
export const reinstall = install;

/** Has install.sh make another key pair for LiveKit and the token handler; both are started again. */
export const newKeyPair = [
  'sudo rm /etc/first-room/livekit-keys.yaml',
  "sudo sed -i '/^LIVEKIT_API_/d' /etc/first-room/token.env",
  install,
];
