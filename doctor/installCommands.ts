/**
 * Commands, for the doctor's advice, that fix a server set up by install.sh. They pass settings to install.sh instead
 * of writing them into its files, which it overwrites with every update.
 */
const install = 'sudo /opt/first-room/current/deploy/install.sh';

/** Sets the public address that LiveKit announces (`node_ip`), keeps it for later updates, and restarts LiveKit. */
export const setPublicIp = `${install} --public-ip PUBLIC_IP_OF_THE_SERVER --overwrite`;

/**
 * Returns commands that get and renew a certificate from Let's Encrypt on the server itself. For a server without a
 * load balancer.
 */
export function getCertificate(domain?: string): string {
  return `${install}${domain === undefined ? '' : ` --domain ${domain}`} --email YOU@EXAMPLE.COM   # without a load balancer`;
}

/**
 * Restores every file and service of the installed release. Files that were changed by hand are kept as NAME.by-hand.
 */
export const reinstall = `${install} --overwrite`;

/**
 * Returns commands that change a setting of the token handler in the server's own token.env, which no update
 * overwrites.
 *
 * @param value `undefined` removes the setting
 */
export function setTokenSetting(name: string, value?: string): string[] {
  const edit = value === undefined ? `'/^${name}=/d'` : `-e '$a${name}=${value}' -e '/^${name}=/d'`;
  return [`sudo sed -i ${edit} /etc/first-room/token.env`, 'sudo systemctl restart first-room-token'];
}

/** Makes install.sh generate another key pair for LiveKit and the token handler, and restart both. */
export const newKeyPair = [
  'sudo rm /etc/first-room/livekit-keys.yaml',
  "sudo sed -i '/^LIVEKIT_API_/d' /etc/first-room/token.env",
  install,
];

/**
 * Makes livekit.yaml from the release's template and the server's own livekit.local.yaml, and restarts LiveKit if the
 * file has changed.
 */
export const applySettings = install;

/**
 * Returns the command that sets up TURN on a server behind a load balancer: it opens and forwards port 443, gets a
 * certificate if there is none or the present one has expired, and restarts LiveKit with it. install.sh refuses that if
 * nginx uses port 443, or if livekit.local.yaml has a `turn` section.
 */
export function setUpTurn(name: string): string {
  return `sudo first-room apply --turn ${name} --email YOU@EXAMPLE.COM`;
}

/** Gets a certificate for the load balancer, puts it into OCI's Certificates service and renews it from then on. */
export const getBalancerCertificate =
  "sudo first-room apply --certificate OCID_OF_THE_CERTIFICATE --email YOU@EXAMPLE.COM   # in OCI's Certificates service";
