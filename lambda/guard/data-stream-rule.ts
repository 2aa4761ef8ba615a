import type { ReasonCode } from '../core/reason';
import { dataIn, type DataPattern } from './data-pattern';
import type { StreamRule } from './response/stream-rule';

/** A pattern as a rule over an answer that is being streamed. */
export function streamRuleOf(pattern: DataPattern, reason: ReasonCode, action: StreamRule['action']): StreamRule {
  const { name, type, maxLength, lookAround } = pattern;
  const regExp = new RegExp(pattern.pattern.source, pattern.pattern.flags);
  return {
    name,
    reason,
    action,
    maxLength,
    lookAround,
    replacement: () => `[${type}]`,
    next(text, from) {
      regExp.lastIndex = from;
      for (let match = regExp.exec(text); match !== null; match = regExp.exec(text)) {
        if (match[0] === '') regExp.lastIndex++;
        const data = dataIn(pattern, match, text);
        if (data !== undefined && data.start >= from) return data;
      }
      return undefined;
    },
  };
}
