/**
 * 128 random bits as 32 hexadecimal digits. `crypto.randomUUID` is not used, because it is missing on insecure pages
 * (plain HTTP in a home network), on which guests can join without devices.
 */
export function randomHex(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
