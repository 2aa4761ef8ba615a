import type { Observation, SegmentCheck } from '../inspection';

const ENDLESS =
  /\b(?:repeat|say|write|print|output|type|list|generate|count|continue|keep)\b[^\n.!?]{0,80}\b(?:forever|endlessly|indefinitely|infinitely|without (?:ever )?(?:stopping|end)|never stop|until you (?:run out|crash|reach)|as many times as (?:you can|possible)|non-?stop)\b/;
const MANY =
  /\b(?:repeat|say|write|print|output|generate|list|produce|give me)\b[^\n.!?]{0,80}?\b(\d{1,3}(?:[,.]?\d{3}){1,3}|\d{4,9}|(?:a |one )?(?:million|billion|trillion)|ten thousand|hundred thousand)\s(?:times|words|copies|lines|pages|paragraphs|characters|tokens|examples|digits)\b/;
const EXPAND =
  /\b(?:count|numbers?|integers?)\s[^\n.!?]{0,30}\b(?:from\s)?(?:0|1|one|zero)\sto\s(?:a |one )?(\d{5,12}|\d{1,3}(?:,\d{3}){1,3}|million|billion|trillion)\b/;

/** What such orders have; cheap to look for. */
const ENDLESS_WORDS = [
  'forever',
  'endless',
  'indefinite',
  'infinite',
  'without',
  'never stop',
  'until you',
  'as many',
  'non-stop',
  'nonstop',
];
const GIANT = /\d{4}|\d[,.]\d{3}|[mb]illion|trillion|thousand/;

/** Shorter texts are not worth compressing; a longer one is judged by samples of it. */
const MIN_UNITS = 2_000;
const SHINGLE_UNITS = 24;
const STEP_UNITS = 12;
const MAX_SHINGLES = 256;

/**
 * Refuses what costs much and says nothing: orders to go on without end, giant expansions, text that repeats itself or
 * is noise that no tokenizer can shorten (OWASP LLM10:2025).
 */
export function waste(): SegmentCheck {
  return {
    name: 'waste',
    failure: 'guard_failed',
    run: ({ segment: { text }, views, policy, trust }) => {
      const found: Observation[] = [];
      const add = (rule: string, score: number, start: number, end: number): void => {
        if (score >= policy.wasteScore)
          found.push({ rule, reason: 'resource_waste', score, start, end, action: 'block' });
      };
      for (const view of trust.instructs ? [] : views) {
        const endless = ENDLESS_WORDS.some((word) => view.lower.includes(word));
        const giant = GIANT.test(view.lower);
        for (const [rule, pattern, score, possible] of [
          ['endless-output', ENDLESS, 0.9, endless],
          ['giant-output', MANY, 0.8, giant],
          ['giant-count', EXPAND, 0.8, giant],
        ] as const) {
          if (!possible) continue;
          const match = pattern.exec(view.lower);
          if (match === null || (rule !== 'endless-output' && !isGiant(match[1] ?? ''))) continue;
          const { start, end } = view.origin(match.index, match.index + match[0].length);
          add(rule, score, start, end);
        }
      }
      const repeated = repetitionOf(text);
      if (repeated > 0.8) add('repeats-itself', repeated, 0, text.length);
      return found;
    },
  };
}

/** From ten thousand of anything on. */
function isGiant(count: string): boolean {
  return /[a-z]/.test(count) || Number(count.replace(/[,.]/g, '')) >= 10_000;
}

/** Share of a text that it has said before, 0 to 1, by overlapping shingles: prose stays under a tenth. */
export function repetitionOf(text: string): number {
  if (text.length < MIN_UNITS) return 0;
  const step = Math.max(STEP_UNITS, Math.ceil(text.length / MAX_SHINGLES));
  const seen = new Set<string>();
  let shingles = 0;
  for (let i = 0; i + SHINGLE_UNITS <= text.length; i += step) {
    seen.add(text.slice(i, i + SHINGLE_UNITS));
    shingles++;
  }
  return shingles === 0 ? 0 : 1 - seen.size / shingles;
}
