/** LiveKit's 401 repeats the whole token, and hosts paste details into chats. Every JWT begins with `{"`. */
export function withoutTokens(text: string): string {
  return text.replace(/eyJ[\w-]+\.[\w-]+\.[\w-]+/g, '(token)');
}
