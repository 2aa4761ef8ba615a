import { CANARY_UNITS, isCanary } from '../canary';
import type { StreamRule } from './stream-rule';

const HEX_RUN = new RegExp(`(?<![0-9a-f])[0-9a-f]{${CANARY_UNITS}}(?![0-9a-f])`, 'gi');
const HEX_DIGIT = /[0-9a-f]/i;

/** Blocks canaries of other requests: one that turns up in an answer has come over from somebody else's prompt. */
export function canaryRule(): StreamRule {
  return {
    name: 'foreign-canary',
    reason: 'data_disclosure',
    action: 'block',
    maxLength: CANARY_UNITS,
    lookAround: 1,
    replacement: () => '',
    next(text, from) {
      HEX_RUN.lastIndex = from;
      for (let match = HEX_RUN.exec(text); match !== null; match = HEX_RUN.exec(text)) {
        if (isCanary(match[0])) return { start: match.index, end: match.index + match[0].length };
      }
      return undefined;
    },
    openFrom(text, from) {
      const earliest = Math.max(from, text.length - CANARY_UNITS);
      let open = text.length;
      while (open > earliest && HEX_DIGIT.test(text[open - 1] ?? '')) open--;
      return open;
    },
  };
}
