/**
 * What mends a server that install.sh has set up. Settings are given to install.sh and not written into its files: it makes these anew
 * with every update.
 */
const install = 'sudo /opt/first-room/current/deploy/install.sh';

/** Writes node_ip, keeps it for the next updates, and starts LiveKit again. */
export const setPublicIp = `${install} --public-ip PUBLIC_IP_OF_THE_SERVER --overwrite`;

/** Has the certificate on the server itself: got from Let's Encrypt, and renewed. Where the server is not behind a load balancer. */
export function getCertificate(domain?: string): string {
  return `${install}${domain === undefined ? '' : ` --domain ${domain}`} --email YOU@EXAMPLE.COM   # without a load balancer`;
}

/** Puts every file and service as the release has them. What was changed by hand is kept beside, as NAME.by-hand. */
export const reinstall = `${install} --overwrite`;

/**
 * Settings of the token handler, which are the host's own and which no update writes.
 *
 * @param value `undefined` takes the setting out
 */
export function setTokenSetting(name: string, value?: string): string[] {
  const edit = value === undefined ? `'/^${name}=/d'` : `-e '$a${name}=${value}' -e '/^${name}=/d'`;
  return [`sudo sed -i ${edit} /etc/first-room/token.env`, 'sudo systemctl restart first-room-token'];
}

/** Has install.sh make another key pair for LiveKit and the token handler; both are started again. */
export const newKeyPair = [
  'sudo rm /etc/first-room/livekit-keys.yaml',
  "sudo sed -i '/^LIVEKIT_API_/d' /etc/first-room/token.env",
  install,
];

/** Makes livekit.yaml from the release's template and the host's own livekit.local.yaml, and starts LiveKit again where it has changed. */
export const applySettings = install;

/**
 * TURN on a server behind a load balancer: port 443 is opened and forwarded, the certificate got where there is none or it has ended, and
 * LiveKit started again with it. Refused where nginx has port 443, and while livekit.local.yaml has a `turn` section.
 */
export function setUpTurn(name: string): string {
  return `sudo first-room apply --turn ${name} --email YOU@EXAMPLE.COM`;
}

/** The load balancer's certificate in OCI's Certificates service: got, handed over and renewed. */
export const getBalancerCertificate =
  "sudo first-room apply --certificate OCID_OF_THE_CERTIFICATE --email YOU@EXAMPLE.COM   # in OCI's Certificates service";
