import type { StreamRule } from './stream-rule';

/** Units between two letters: a blank, a comma and a quotation mark. */
const MAX_GAP_UNITS = 3;

/** What a rule over spelled words needs. */
export interface SpelledRuleProps {
  readonly name: string;
  readonly reason: StreamRule['reason'];
  /** Their ASCII letters and digits count, without regard to case; at least one has some. */
  readonly words: readonly string[];
}

/**
 * Blocks words, whatever stands between their letters: `s-e-c`, `s, e, c`, `s_e_c`.
 *
 * Linear: what may stand between is no letter of a word, so that a place is looked at in one way only.
 *
 * @throws when no word has a letter or a digit.
 */
export function spelledRule({ name, reason, words }: SpelledRuleProps): StreamRule {
  const spelled = [...new Set(words.map((word) => word.toLowerCase().replace(/[^0-9a-z]/g, '')))].filter(Boolean);
  if (spelled.length === 0) throw new Error(`${name}: expected words with ASCII letters or digits`);
  const gap = `[^0-9A-Za-z]{0,${MAX_GAP_UNITS}}`;
  const pattern = new RegExp(spelled.map((word) => [...word].join(gap)).join('|'), 'gi');
  const longest = Math.max(...spelled.map((word) => word.length));
  const maxLength = longest + (longest - 1) * MAX_GAP_UNITS;
  const starts = new Set(spelled.map((word) => word[0]));

  return {
    name,
    reason,
    action: 'block',
    replacement: () => '',
    maxLength,
    lookAround: 0,
    next(text, from) {
      pattern.lastIndex = from;
      const match = pattern.exec(text);
      return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
    },
    openFrom(text, from) {
      for (let at = Math.max(from, text.length - maxLength + 1); at < text.length; at += 1) {
        if (!starts.has((text[at] ?? '').toLowerCase())) continue;
        if (spelled.some((word) => begins(word, text, at))) return at;
      }
      return text.length;
    },
  };
}

/** Whether a word is begun at a place, and not ended, when the text ends. */
function begins(word: string, text: string, from: number): boolean {
  let letters = 0;
  let gap = 0;
  for (let at = from; at < text.length; at += 1) {
    const unit = (text[at] ?? '').toLowerCase();
    if (unit === word[letters]) {
      letters += 1;
      gap = 0;
      if (letters === word.length) return false;
    } else if (/[0-9a-z]/.test(unit) || ++gap > MAX_GAP_UNITS) return false;
  }
  return true;
}
