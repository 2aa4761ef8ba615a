/** A document that an answer is held against. */
export interface GroundingSource {
  /** How an answer may cite it: its number (from 1) or this id. */
  readonly id: string;
  readonly text: string;
}

/** One thing that an answer says, and whether a source says it too. */
export interface Claim {
  readonly kind: 'quotation' | 'number' | 'citation';
  /** Offsets into the answer; the words themselves are not carried. */
  readonly start: number;
  readonly end: number;
  readonly supported: boolean;
}

/** How far an answer rests on its sources. */
export interface Grounding {
  /** Share of the checkable claims that a source supports; 1 when there is nothing to check. */
  readonly score: number;
  readonly claims: readonly Claim[];
}

/** Longer answers are judged by their beginning: the work stays bounded. */
const MAX_ANSWER_UNITS = 200_000;
const MIN_QUOTED_WORDS = 4;

const QUOTATION =
  /"([^"\n]{12,400})"|\u201c([^\u201c\u201d\n]{12,400})\u201d|\u00ab([^\u00ab\u00bb\n]{12,400})\u00bb|\u201e([^\u201e\u201c\n]{12,400})\u201c/g;
const NUMBER = /(?<![\w.,])\d{1,15}(?:[.,]\d{1,15}){0,4}(?![\w])/g;
const CITATION = /\[(?:doc(?:ument)?[ -]?|source[ -]?)?([A-Za-z0-9][\w.-]{0,63})\](?!\()/gi;

const words = (text: string): string =>
  (
    text
      .toLowerCase()
      .normalize('NFKC')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');

/** Digits in groups, and a fraction: as English, or Indian, writes it, and as most of Europe does. */
const GROUPED_BY_COMMA = /^(?:\d{1,15}|\d{1,3}(?:,\d{2,3}){0,3},\d{3})(?:\.(\d{1,15}))?$/;
const GROUPED_BY_POINT = /^(?:\d{1,15}|\d{1,3}(?:\.\d{3}){1,4})(?:,(\d{1,15}))?$/;

/** Numbers are the same number whatever groups their digits; `1.250` may be either of two. */
function numberForms(raw: string): readonly string[] {
  const forms = [GROUPED_BY_COMMA, GROUPED_BY_POINT].flatMap((grouped) => {
    const match = grouped.exec(raw);
    if (match === null) return [];
    const [, fraction = ''] = match;
    const whole = raw.slice(0, raw.length - (fraction === '' ? 0 : fraction.length + 1)).replace(/[.,]/g, '');
    return [`${whole} and ${Number(`0.${fraction}`)}`];
  });
  return forms.length === 0 ? [raw] : forms;
}

/**
 * Holds the quotations, numbers and citations of an answer against the documents that were given with the question.
 *
 * Deterministic, and blind to anything else that an answer claims: it finds invented figures and words put into a
 * document's mouth, not a wrong conclusion (OWASP LLM09:2025). A number of the question needs no source, nor does
 * one below ten.
 */
export function groundingOf(answer: string, sources: readonly GroundingSource[], question = ''): Grounding {
  const text = answer.slice(0, MAX_ANSWER_UNITS);
  // a space on either side: a quotation is whole words.
  const said = ` ${sources.map((source) => words(source.text)).join(' \n ')} `;
  const known = new Set<string>();
  for (const given of [...sources.map((source) => source.text), question]) {
    for (const [raw] of given.matchAll(NUMBER)) for (const form of numberForms(raw)) known.add(form);
  }
  const ids = new Set(sources.flatMap((source, index) => [source.id.toLowerCase(), String(index + 1)]));

  const claims: Claim[] = [];
  for (const match of text.matchAll(QUOTATION)) {
    const quoted = words(match.slice(1).find((group) => group !== undefined) ?? '');
    if (quoted.split(' ').length < MIN_QUOTED_WORDS) continue;
    claims.push(claim('quotation', match, said.includes(` ${quoted} `)));
  }
  const cited: { start: number; end: number }[] = [];
  for (const match of text.matchAll(CITATION)) {
    const id = (match[1] ?? '').toLowerCase();
    const looksLikeCitation = /^\d{1,3}$/.test(id) || ids.has(id) || /^\[(?:doc|source)/i.test(match[0]);
    if (!looksLikeCitation) continue;
    claims.push(claim('citation', match, ids.has(id)));
    cited.push({ start: match.index, end: match.index + match[0].length });
  }
  let next = 0;
  for (const match of text.matchAll(NUMBER)) {
    while (next < cited.length && (cited[next]?.end ?? 0) <= match.index) next += 1;
    const span = cited[next];
    if (span !== undefined && span.start <= match.index) continue;
    const forms = numberForms(match[0]);
    if (/^\d$/.test(match[0])) continue;
    claims.push(
      claim(
        'number',
        match,
        forms.some((form) => known.has(form)),
      ),
    );
  }
  const supported = claims.filter((each) => each.supported).length;
  return { score: claims.length === 0 ? 1 : supported / claims.length, claims };
}

function claim(kind: Claim['kind'], match: RegExpMatchArray, supported: boolean): Claim {
  const start = match.index ?? 0;
  return { kind, start, end: start + match[0].length, supported };
}
