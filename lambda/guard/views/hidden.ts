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

/** Fewer selectors in a row are no message. */
const MIN_SELECTORS = 4;

function selectors(text: string): Hidden[] {
  const found: Hidden[] = [];
  for (const { 0: stretch, index } of text.matchAll(/[\ufe00-\ufe0f\udb40\udd00-\uddef]+/g)) {
    for (let start = 0; start < stretch.length; start++) {
      const { end, bytes } = selectorsFrom(stretch, start);
      if (end === start) continue;
      const message = bytes.length < MIN_SELECTORS ? undefined : printable(bytes);
      if (message !== undefined) found.push(hidden('variation-selectors', index + start, end - start, message));
      start = end - 1;
    }
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
  const codePoint = text.codePointAt(at) ?? 0;
  if (codePoint >= 0xfe00 && codePoint <= 0xfe0f) return codePoint - 0xfe00;
  return codePoint >= 0xe0100 && codePoint <= 0xe01ef ? codePoint - 0xe0100 + 16 : -1;
}

/** The first sixteen have one unit, the others two. */
function widthOf(byte: number): number {
  return byte < 16 ? 1 : 2;
}

/** Pairs of invisible characters that are used as 0 and 1. */
const PAIRS = ['\u2062\u2064', '\u200b\u200c', '\u200c\u200b', '\u200c\u200d', '\u2060\u200b'];

function bits(text: string): Hidden[] {
  const found: Hidden[] = [];
  for (const { 0: run, index } of text.matchAll(
    /[\u200b-\u200d\u2060-\u2064\ufeff]{32}[\u200b-\u200d\u2060-\u2064\ufeff]*/g,
  )) {
    for (const pair of PAIRS) {
      const bytes = bytesOf(run, pair);
      const message = bytes.length < MIN_BYTES ? undefined : printable(bytes);
      if (message === undefined) continue;
      found.push(hidden('invisible-bits', index, run.length, message));
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
