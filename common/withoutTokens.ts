/**
 * Replaces access tokens (JWTs) in a text, because LiveKit's 401 repeats the whole token, and people paste error
 * details into chats. Every JWT begins with `eyJ`, which is `{"` in base64.
 */
export function withoutTokens(text: string): string {
  return text.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '(token)');
}
