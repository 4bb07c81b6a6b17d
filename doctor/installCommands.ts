/**
 * What mends a server that install.sh has set up. Settings are given to install.sh and not written into its files: it makes these anew
 * with every update.
 */
const install = 'sudo /opt/first-room/current/deploy/install.sh';

/** Writes node_ip, keeps it for the next updates, and starts LiveKit again. */
export const setPublicIp = `${install} --public-ip PUBLIC_IP_OF_THE_SERVER --overwrite`;

/** Puts every file and service as the release has them. What was changed by hand is kept beside, as NAME.by-hand. */
export const reinstall = `${install} --overwrite`;

/** Has install.sh make another key pair for LiveKit and the token handler; both are started again. */
export const newKeyPair = [
  'sudo rm /etc/first-room/livekit-keys.yaml',
  "sudo sed -i '/^LIVEKIT_API_/d' /etc/first-room/token.env",
  install,
];

/** Makes livekit.yaml from the release's template and the host's own livekit.local.yaml, and starts LiveKit again where it has changed. */
export const applySettings = install;
