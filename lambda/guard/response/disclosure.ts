import type { ResponseContext } from '../guard';
import { canaryRule } from './canary-rule';
import { encodingsOf, spellingsOf } from './encodings-of';
import { exceptKnown } from './known-in-request';
import { literalRule } from './literal-rule';
import { overlapRule } from './overlap-rule';
import { spelledRule } from './spelled-rule';
import type { StreamRule } from './stream-rule';

/** What an answer must not disclose. */
export interface DisclosurePolicy {
  /** Words in a row that count as a quotation of a system prompt. */
  readonly quotationWords: number;
  /** Personal data and credentials, redacted or blocked where the request did not hold them; opened for each answer. */
  readonly dataRules: readonly (() => StreamRule)[];
}

/**
 * The rules for one answer: canaries however they are spelled and in every plain encoding, quotations of the deployment's prompts, and what the request
 * did not contain: canaries of other requests, personal data, credentials (OWASP LLM02:2025, LLM07:2025).
 */
export function disclosureRules(policy: DisclosurePolicy, context: ResponseContext): readonly StreamRule[] {
  const rules: StreamRule[] = [];
  if (context.canaries.length > 0) {
    rules.push(
      spelledRule({
        name: 'canary',
        reason: 'system_prompt_disclosure',
        words: context.canaries.flatMap(spellingsOf),
      }),
      literalRule({
        name: 'canary',
        reason: 'system_prompt_disclosure',
        action: 'block',
        literals: context.canaries.flatMap(encodingsOf),
      }),
    );
  }
  if (context.systemPrompts.length > 0) {
    rules.push(
      overlapRule({
        name: 'prompt-quotation',
        reason: 'system_prompt_disclosure',
        sources: context.systemPrompts,
        words: policy.quotationWords,
      }),
    );
  }
  const foreign = [canaryRule(), ...policy.dataRules.map((open) => open())];
  return [...rules, ...foreign.map((rule) => exceptKnown(rule, context.request.segments))];
}
