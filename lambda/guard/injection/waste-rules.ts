import { any, next, type InjectionRule } from './rule';

/** From ten thousand of anything on. */
const IN_DIGITS = '(?:\\d{2,3}[,.]\\d{3}|\\d{1,3}(?:[,.]\\d{3}){2,3}|\\d{5,12})';
const IN_WORDS = '(?:(?:a |one )?(?:million|billion|trillion)|ten thousand|hundred thousand)';
const WORDS = ['million', 'billion', 'trillion', 'thousand'];
/** Text without such a number has no giant order in it. */
const HAS_GIANT = /\d[\d,.]{4}/;

const GIVE = '\\b(?:repeat|say|write|print|output|generate|list|produce|give me)\\b';
const GIVE_CUES = ['repeat', 'say', 'write', 'print', 'output', 'generate', 'list', 'produce', 'give'];
const COUNTED = '(?:times|words|copies|lines|pages|paragraphs|characters|tokens|examples|digits)';

const COUNT = '\\b(?:count|numbers?|integers?)\\s';
const COUNT_CUES = ['count', 'number', 'numbers', 'integer', 'integers'];
const UP_TO = '^[^\\n.!?]{0,30}?\\b(?:from\\s)?(?:0|1|one|zero)\\sto\\s';

/** Orders whose answer would have no end, or hardly one (OWASP LLM10:2025). */
export const WASTE_RULES: readonly InjectionRule[] = [
  {
    name: 'endless-output',
    about: 'waste',
    score: 0.9,
    cues: ['repeat', 'say', 'write', 'print', 'output', 'type', 'list', 'generate', 'count', 'continue', 'keep'],
    also: ['forever', 'endlessly', 'indefinitely', 'infinitely', 'without', 'never', 'until', 'many', 'non', 'nonstop'],
    pattern: any('\\b(?:repeat|say|write|print|output|type|list|generate|count|continue|keep)\\b'),
    then: [
      next(
        120,
        '^[^\\n.!?]{0,80}?\\b(?:forever|endlessly|indefinitely|infinitely|without (?:ever )?(?:stopping|end)|never stop|until you (?:run out|crash|reach)|as many times as (?:you can|possible)|non-?stop)\\b',
      ),
    ],
  },
  {
    name: 'giant-output',
    about: 'waste',
    score: 0.8,
    cues: GIVE_CUES,
    script: HAS_GIANT,
    pattern: any(GIVE),
    then: [next(130, `^[^\\n!?]{0,80}?\\b${IN_DIGITS}\\s${COUNTED}\\b`)],
  },
  {
    name: 'giant-output-in-words',
    about: 'waste',
    score: 0.8,
    cues: GIVE_CUES,
    also: WORDS,
    pattern: any(GIVE),
    then: [next(130, `^[^\\n.!?]{0,80}?\\b${IN_WORDS}\\s${COUNTED}\\b`)],
  },
  {
    name: 'giant-count',
    about: 'waste',
    score: 0.8,
    cues: COUNT_CUES,
    script: HAS_GIANT,
    pattern: any(COUNT),
    then: [next(80, `${UP_TO}${IN_DIGITS}\\b`)],
  },
  {
    name: 'giant-count-in-words',
    about: 'waste',
    score: 0.8,
    cues: COUNT_CUES,
    also: WORDS,
    pattern: any(COUNT),
    then: [next(80, `${UP_TO}${IN_WORDS}\\b`)],
  },
];
