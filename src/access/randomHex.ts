/**
 * A random number of 128 bits as 32 hexadecimal digits. Insecure pages (plain HTTP in a home network) have no `crypto.randomUUID`, and a guest
 * can join to listen and write on such a page.
 */
export function randomHex(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
