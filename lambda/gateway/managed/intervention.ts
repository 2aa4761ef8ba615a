import type { ApplyGuardrailCommandOutput, GuardrailAssessment } from '@aws-sdk/client-bedrock-runtime';
import type { ReasonCode } from '../../core/reason';
import { refusal, type Refusal } from '../../core/verdict';
import type { ManagedQuestion } from '../ports';

/** What a guardrail found, by the part of it that did; what matched is never carried. */
const PARTS: readonly {
  readonly check: string;
  readonly reason: (source: ManagedQuestion['source']) => ReasonCode;
  readonly found: (assessment: GuardrailAssessment) => boolean;
}[] = [
  {
    check: 'prompt-attack',
    reason: () => 'prompt_injection',
    found: ({ contentPolicy }) =>
      contentPolicy?.filters?.some(({ type, action }) => type === 'PROMPT_ATTACK' && action === 'BLOCKED') === true,
  },
  {
    check: 'content',
    reason: () => 'content_filter',
    found: ({ contentPolicy }) => contentPolicy?.filters?.some(({ action }) => action === 'BLOCKED') === true,
  },
  {
    check: 'topic',
    reason: () => 'content_filter',
    found: ({ topicPolicy }) => topicPolicy?.topics?.some(({ action }) => action === 'BLOCKED') === true,
  },
  {
    check: 'word',
    reason: () => 'content_filter',
    found: ({ wordPolicy }) =>
      [...(wordPolicy?.customWords ?? []), ...(wordPolicy?.managedWordLists ?? [])].some(
        ({ action }) => action === 'BLOCKED',
      ),
  },
  {
    check: 'personal-data',
    reason: (source) => (source === 'request' ? 'personal_data_detected' : 'data_disclosure'),
    // one that would mask refuses too: masking is our own layer's, and what it sends on would not be masked.
    found: ({ sensitiveInformationPolicy }) =>
      [...(sensitiveInformationPolicy?.piiEntities ?? []), ...(sensitiveInformationPolicy?.regexes ?? [])].some(
        ({ action }) => action === 'BLOCKED' || action === 'ANONYMIZED',
      ),
  },
  {
    check: 'grounding',
    reason: () => 'ungrounded_answer',
    found: ({ contextualGroundingPolicy }) =>
      contextualGroundingPolicy?.filters?.some(({ action }) => action === 'BLOCKED') === true,
  },
];

/**
 * The refusal behind a guardrail's answer; `undefined` where it lets the text pass.
 *
 * @throws on an action that is not known: what a new one means cannot be guessed
 */
export function interventionOf(
  { action, assessments = [] }: Pick<ApplyGuardrailCommandOutput, 'action' | 'assessments'>,
  source: ManagedQuestion['source'],
): Refusal | undefined {
  if (action === 'NONE') return undefined;
  if (action !== 'GUARDRAIL_INTERVENED') throw new Error('guardrail: expected an action that is known');
  const part = PARTS.find(({ found }) => assessments.some(found));
  const reason = part?.reason(source) ?? 'content_filter';
  return refusal(reason, `guardrail/${part?.check ?? 'other'}`);
}
