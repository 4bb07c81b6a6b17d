/** The claims of a JSON Web Token, without checking its signature; an empty object if the token can't be parsed. */
export function readClaims(token: string): Record<string, unknown> {
  try {
    const payload = token.split('.')[1] ?? '';
    const bytes = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const text = new TextDecoder().decode(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)));
    return { ...Object(JSON.parse(text)) };
  } catch {
    return {};
  }
}
