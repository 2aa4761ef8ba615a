import type { Span } from './scan';

/** A message written in characters that are not displayed. */
export interface Hidden {
  readonly kind: 'tags' | 'variation-selectors' | 'invisible-bits';
  readonly start: number;
  readonly end: number;
  /** The message. */
  readonly text: string;
  /** Where its characters stand; there may be visible ones between. */
  readonly runs: readonly Span[];
}

const hidden = (kind: Hidden['kind'], start: number, length: number, text: string): Hidden => ({
  kind,
  start,
  end: start + length,
  text,
  runs: [{ start, end: start + length }],
});

const CANDIDATE = /[\u{e0000}-\u{e01ef}\ufe00-\ufe0f\u200b-\u200d\u2060-\u2064\ufeff]/u;
/** Shorter runs are emoji flags, emoji presentation and stray formatting. */
const MIN_BYTES = 4;

/**
 * Messages in tag characters, in variation selectors (a byte each) and in zero-width characters (a bit each).
 *
 * A reader never sees them and a model may obey them. The flags of England, Scotland and Wales are tags too: they
 * follow a black flag and end with a cancel tag, and are left alone.
 */
export function hiddenIn(text: string): Hidden[] {
  if (!CANDIDATE.test(text)) return [];
  return [...tags(text), ...selectors(text), ...bits(text)].sort((a, b) => a.start - b.start);
}

function tags(text: string): Hidden[] {
  const found: Hidden[] = [];
  for (const match of text.matchAll(/(?:\udb40[\udc01-\udc7f])+/g)) {
    const start = match.index;
    const run = match[0];
    const flag = text.slice(start - 2, start) === '\u{1f3f4}' && run.length <= 14 && run.endsWith('\u{e007f}');
    if (flag) continue;
    let message = '';
    for (let i = 1; i < run.length; i += 2) {
      const code = run.charCodeAt(i) - 0xdc00;
      if (code >= 0x20 && code < 0x7f) message += String.fromCharCode(code);
    }
    const end = start + run.length;
    found.push({ kind: 'tags', start, end, text: message, runs: [{ start, end }] });
  }
  return joined(found);
}

function selectors(text: string): Hidden[] {
  const found: Hidden[] = [];
  for (const match of text.matchAll(/(?:[\ufe00-\ufe0f]|\udb40[\udd00-\uddef]){4,}/g)) {
    const bytes: number[] = [];
    for (const character of match[0]) {
      const codePoint = character.codePointAt(0) ?? 0;
      bytes.push(codePoint >= 0xe0100 ? codePoint - 0xe0100 + 16 : codePoint - 0xfe00);
    }
    const message = printable(Buffer.from(bytes));
    if (message !== undefined) {
      found.push(hidden('variation-selectors', match.index, match[0].length, message));
    }
  }
  return found;
}

/** Pairs of invisible characters that are used as 0 and 1. */
const PAIRS = ['\u2062\u2064', '\u200b\u200c', '\u200c\u200b', '\u200c\u200d', '\u2060\u200b'];

function bits(text: string): Hidden[] {
  const found: Hidden[] = [];
  for (const match of text.matchAll(/[\u200b-\u200d\u2060-\u2064\ufeff]{32,}/g)) {
    for (const pair of PAIRS) {
      const digits = [...match[0]].map((character) => pair.indexOf(character)).filter((bit) => bit >= 0);
      const bytes: number[] = [];
      for (let i = 0; i + 8 <= digits.length; i += 8) {
        bytes.push(digits.slice(i, i + 8).reduce((byte, bit) => byte * 2 + bit, 0));
      }
      const message = bytes.length < MIN_BYTES ? undefined : printable(Buffer.from(bytes));
      if (message === undefined) continue;
      found.push(hidden('invisible-bits', match.index, match[0].length, message));
      break;
    }
  }
  return found;
}

/** Single tags strewn between visible letters spell one message. */
function joined(found: readonly Hidden[]): Hidden[] {
  const first = found[0];
  const last = found[found.length - 1];
  if (first === undefined || last === undefined) return [];
  return [
    {
      kind: 'tags',
      start: first.start,
      end: last.end,
      text: found.map(({ text }) => text).join(''),
      runs: found.flatMap(({ runs }) => runs),
    },
  ];
}

function printable(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  if (text.includes('\ufffd')) return undefined;
  const odd = text.match(/[^\n\t -~\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]/gu)?.length ?? 0;
  return odd * 10 > text.length ? undefined : text;
}
