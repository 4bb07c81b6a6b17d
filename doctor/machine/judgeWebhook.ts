import { fine, look, type Finding } from '../finding.ts';
import { withPort } from '../outside/addresses.ts';
import type { HandlerSettings, LivekitSettings } from './configuration.ts';

/**
 * Judges whether LiveKit reports joins to the token handler on this machine. Without these reports a guest whom a host
 * removed can come back with the old token, for as long as the token is valid (ten minutes).
 *
 * @param webhook section of the configuration with which LiveKit runs
 */
export function judgeWebhook(webhook: LivekitSettings['webhook'], handler: HandlerSettings): Finding {
  const step = 'told who joins';
  const wanted = `http://${withPort(handler.host, handler.port)}/webhook`;
  if (!webhook.urls.includes(wanted)) {
    return look(
      step,
      `LiveKit does not tell the token handler who joins: webhook.urls ${webhook.urls.length === 0 ? 'is not set' : `is ${webhook.urls.join(', ')}`}`,
      `Whom a host removed can come back with their old token for ten minutes. install.sh sets it; a webhook section in livekit.local.yaml must have ${wanted} in its urls. LiveKit's log says if its key file lacks the handler's key.`,
      ['sudo first-room restart', 'sudo journalctl -u first-room-livekit --since -1h'],
    );
  }
  if (handler.keys !== undefined && webhook.apiKey !== handler.keys.apiKey) {
    return look(
      step,
      `LiveKit signs with the key ${webhook.apiKey ?? '(none)'}, and the token handler accepts only its own, ${handler.keys.apiKey}`,
      'Make webhook.api_key in livekit.local.yaml the LIVEKIT_API_KEY of token.env. Without a section there a restart sets it.',
      ['sudo first-room restart'],
    );
  }
  return fine(step, wanted);
}
