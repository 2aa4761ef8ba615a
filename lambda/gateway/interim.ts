import type { Guard } from '../guard/guard';
import { refusal } from '../core/verdict';

/**
 * Narrow first forms of the stages that other slices own, so that a request has its whole way from the first day.
 *
 * Each is replaced by the slice's own implementation as it lands; this file goes with the last of them.
 */

const override =
  /\b(?:ignore|disregard|forget)\b.{0,40}\b(?:previous|prior|above|all|your)\b.{0,40}\b(?:instructions?|prompts?|rules?)\b/is;
const key = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/;

/** Two rules and a canary. */
export const firstGuard: Guard = {
  policyName: 'standard',
  policyVersion: '0',
  inspectRequest: (segments) => {
    for (const { text, role } of segments) {
      if (role !== 'system' && override.test(text)) return refusal('prompt_injection', 'override-phrase');
      if (key.test(text)) return refusal('secret_detected', 'access-key');
    }
    return {
      allowed: true,
      segments,
      findings: [],
      pseudonyms: new Map(),
      untrustedContent: segments.some(({ role }) => role === 'tool' || role === 'document'),
    };
  },
  openResponse: ({ canaries }) => {
    let held = '';
    const hold = 64;
    const check = (text: string): boolean => canaries.some((canary) => text.includes(canary));
    return {
      push: (piece) => {
        held += piece;
        if (check(held)) return refusal('system_prompt_disclosure', 'canary');
        const text = held.slice(0, -hold);
        held = held.slice(-hold);
        return { allowed: true, text, findings: [] };
      },
      end: () => ({ allowed: true, text: held, findings: [] }),
    };
  },
};
