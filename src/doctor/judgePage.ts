import type { PageFacts } from './facts.ts';
import { finding } from './finding.ts';
import { diagnosis, type Judgement } from './judge.ts';

export function judgePage({ isSecure, hasWebRtc, microphones, cameras }: PageFacts): Judgement {
  if (!hasWebRtc) {
    return { verdict: 'blocked', findings: [finding('no_webrtc')], diagnosis: diagnosis('no_webrtc') };
  }
  if (!isSecure) {
    return {
      verdict: 'limited',
      findings: [finding('insecure_page')],
      diagnosis: diagnosis('insecure_page'),
    };
  }
  return { verdict: 'fine', findings: [finding('page_fine'), finding('devices', microphones, cameras)] };
}
