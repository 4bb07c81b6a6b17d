/**
 * 128 random bits as 32 hexadecimal digits. Used instead of `crypto.randomUUID`, which is missing on insecure pages (plain HTTP in a home network).
 * Guests can join without devices on such pages.
 */
export function randomHex(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
