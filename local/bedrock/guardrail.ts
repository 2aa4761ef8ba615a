import { parseDirectives } from './directives';

/** The part of an `ApplyGuardrail` request that the local guardrail looks at. */
export interface GuardrailRequest {
  readonly source: 'INPUT' | 'OUTPUT';
  readonly content: readonly {
    readonly text?: { readonly text: string; readonly qualifiers?: readonly string[] };
  }[];
}

/** What a part of the guardrail does with which words. */
interface Filter {
  readonly words: RegExp;
  readonly directive: string;
  readonly assessment: object;
}

const FILTERS: readonly Filter[] = [
  {
    words: /\bignore (?:all )?previous instructions\b/i,
    directive: 'attack',
    assessment: { contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', confidence: 'HIGH', action: 'BLOCKED' }] } },
  },
  {
    words: /\b(?:build|make) a (?:pipe )?bomb\b/i,
    directive: 'content',
    assessment: { contentPolicy: { filters: [{ type: 'VIOLENCE', confidence: 'HIGH', action: 'BLOCKED' }] } },
  },
  {
    words: /\bpassport number\b/i,
    directive: 'pii',
    assessment: {
      sensitiveInformationPolicy: {
        piiEntities: [{ type: 'US_PASSPORT_NUMBER', match: 'the words themselves', action: 'BLOCKED' }],
      },
    },
  },
];

const BLOCKED = 'Blocked by a guardrail.';

/**
 * A small deterministic guardrail: it blocks a few phrases, what `[[gr=attack]]`, `[[gr=content]]` or `[[gr=pii]]` asks for, and
 * figures of an answer that no grounding source has.
 */
export function applyGuardrail({ source, content }: GuardrailRequest): object {
  const texts = content.flatMap(({ text }) => text ?? []);
  const guarded = texts.filter(
    ({ qualifiers = [] }) => qualifiers.length === 0 || qualifiers.includes('guard_content'),
  );
  const said = guarded.map(({ text }) => text).join('\n');
  const sources = texts.filter(({ qualifiers = [] }) => qualifiers.includes('grounding_source'));
  const assessments = [
    ...FILTERS.filter((filter) => blocks(filter, said)).map(({ assessment }) => assessment),
    ...(source === 'OUTPUT' && sources.length > 0 ? [grounding(said, sources.map(({ text }) => text).join('\n'))] : []),
  ];
  const intervened = assessments.some((assessment) => JSON.stringify(assessment).includes('BLOCKED'));
  return {
    action: intervened ? 'GUARDRAIL_INTERVENED' : 'NONE',
    outputs: intervened ? [{ text: BLOCKED }] : [],
    assessments,
    usage: {
      topicPolicyUnits: 0,
      contentPolicyUnits: Math.ceil(said.length / 1_000),
      wordPolicyUnits: 0,
      sensitiveInformationPolicyUnits: 0,
      sensitiveInformationPolicyFreeUnits: 0,
      contextualGroundingPolicyUnits: sources.length,
    },
  };
}

/** Whether the guardrail blocks a text: what it does inside of a model call. */
export function guardrailBlocks(text: string): boolean {
  return FILTERS.some((filter) => blocks(filter, text));
}

function blocks({ words, directive }: Filter, text: string): boolean {
  return words.test(text) || parseDirectives(text).guardrailFinds === directive;
}

function grounding(said: string, sources: string): object {
  const figures = said.match(/\d{2,}/g) ?? [];
  const known = figures.filter((figure) => sources.includes(figure)).length;
  const score = figures.length === 0 ? 1 : known / figures.length;
  return {
    contextualGroundingPolicy: {
      filters: [{ type: 'GROUNDING', threshold: 0.7, score, action: score < 0.7 ? 'BLOCKED' : 'NONE' }],
    },
  };
}
