/** Requests a token from the page's own origin. Both rivals of the app do it this way. */
export async function fetchToken(query: URLSearchParams): Promise<{ serverUrl: string; token: string }> {
  const response = await fetch('/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ room_name: query.get('room'), participant_name: query.get('name') }),
  });
  const answer: unknown = await response.json();
  if (typeof answer !== 'object' || answer === null)
    throw new Error("The token handler's answer is not an object.");
  if (!('server_url' in answer) || !('participant_token' in answer)) throw new Error(JSON.stringify(answer));
  return { serverUrl: String(answer.server_url), token: String(answer.participant_token) };
}
