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
  for (const { start, end } of tagRuns(text)) {
    const run = text.slice(start, end);
    const flag = text.slice(start - 2, start) === '\u{1f3f4}' && run.length <= 14 && run.endsWith('\u{e007f}');
    if (flag) continue;
    let message = '';
    for (let i = 1; i < run.length; i += 2) {
      const code = run.charCodeAt(i) - 0xdc00;
      if (code >= 0x20 && code < 0x7f) message += String.fromCharCode(code);
    }
    found.push({ kind: 'tags', start, end, text: message, runs: [{ start, end }] });
  }
  return joined(found);
}

// Runs are found by hand: an expression remembers a way back for every character of one, and has an end of its memory.

/** Tags in a row; one of them has two units. */
function* tagRuns(text: string): Generator<Span> {
  for (let start = text.indexOf('\udb40'); start >= 0; start = text.indexOf('\udb40', start)) {
    let end = start;
    while (text.charCodeAt(end) === 0xdb40 && isTag(text.charCodeAt(end + 1))) end += 2;
    if (end > start) yield { start, end };
    start = Math.max(end, start + 1);
  }
}

function isTag(low: number): boolean {
  return low >= 0xdc01 && low <= 0xdc7f;
}

/** Zero-width and other invisible characters in a row, as many as a message needs. */
function* unseenRuns(text: string): Generator<Span> {
  for (let start = 0; start < text.length; start++) {
    if (!isUnseen(text.charCodeAt(start))) continue;
    let end = start + 1;
    while (isUnseen(text.charCodeAt(end))) end++;
    if (end - start >= MIN_BYTES * 8) yield { start, end };
    start = end;
  }
}

function isUnseen(unit: number): boolean {
  return (unit >= 0x200b && unit <= 0x200d) || (unit >= 0x2060 && unit <= 0x2064) || unit === 0xfeff;
}

/** Fewer selectors in a row are no message. */
const MIN_SELECTORS = 4;

function selectors(text: string): Hidden[] {
  const found: Hidden[] = [];
  for (let start = 0; start < text.length; start++) {
    if (selectorAt(text, start) < 0) continue;
    const { end, bytes } = selectorsFrom(text, start);
    const message = bytes.length < MIN_SELECTORS ? undefined : printable(bytes);
    if (message !== undefined) found.push(hidden('variation-selectors', start, end - start, message));
    start = end - 1;
  }
  return found;
}

/** The selectors that stand together from a place on, a byte each. */
function selectorsFrom(text: string, start: number): { readonly end: number; readonly bytes: Buffer } {
  let end = start;
  for (let byte = selectorAt(text, end); byte >= 0; byte = selectorAt(text, end)) end += widthOf(byte);
  const bytes = Buffer.alloc(end - start);
  let count = 0;
  for (let at = start; at < end; at += widthOf(bytes[count - 1] as number)) bytes[count++] = selectorAt(text, at);
  return { end, bytes: bytes.subarray(0, count) };
}

/** The byte that a selector stands for; `-1` where none is. */
function selectorAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit >= 0xfe00 && unit <= 0xfe0f) return unit - 0xfe00;
  if (unit !== 0xdb40) return -1;
  const low = text.charCodeAt(at + 1);
  return low >= 0xdd00 && low <= 0xddef ? low - 0xdd00 + 16 : -1;
}

/** The first sixteen have one unit, the others two. */
function widthOf(byte: number): number {
  return byte < 16 ? 1 : 2;
}

/** Pairs of invisible characters that are used as 0 and 1. */
const PAIRS = ['\u2062\u2064', '\u200b\u200c', '\u200c\u200b', '\u200c\u200d', '\u2060\u200b'];

function bits(text: string): Hidden[] {
  const found: Hidden[] = [];
  for (const { start, end } of unseenRuns(text)) {
    const run = text.slice(start, end);
    for (const pair of PAIRS) {
      const bytes = bytesOf(run, pair);
      const message = bytes.length < MIN_BYTES ? undefined : printable(bytes);
      if (message === undefined) continue;
      found.push(hidden('invisible-bits', start, run.length, message));
      break;
    }
  }
  return found;
}

/** The bytes whose bits are the characters of a pair; others are passed over. */
function bytesOf(run: string, pair: string): Buffer {
  const bytes = Buffer.alloc(run.length >> 3);
  const [zero, one] = [pair.charCodeAt(0), pair.charCodeAt(1)];
  let count = 0;
  for (let i = 0; i < run.length; i++) {
    const code = run.charCodeAt(i);
    if (code !== zero && code !== one) continue;
    const at = count++ >> 3;
    if (at < bytes.length) bytes[at] = ((bytes[at] as number) << 1) | (code === one ? 1 : 0);
  }
  return bytes.subarray(0, count >> 3);
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
