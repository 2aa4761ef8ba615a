import { encodedIn, type Decoded, type Encoding } from './encoded';
import { flippedIn, type Flip } from './flipped';
import { foldMapped } from './fold';
import { gluedEdits } from './glued';
import { hiddenIn, type Hidden } from './hidden';
import { unescapeInPlace } from './in-place';
import { leetEdits } from './leet';
import { MappedText } from './mapped-text';
import { undoneScript } from './other-scripts';
import { BRACKETS, CONTROLS, ESCAPES, FOREIGN, scan, type Span, type Suspicions } from './scan';
import { spacedEdits } from './spaced';
import { wordsOf, type Words } from './words';

/** What was undone to get a view. */
export type ViewKind = 'folded' | 'spaced' | 'glued' | 'leet' | Flip | Encoding | Hidden['kind'];

/** One way in which a text can be read. */
export interface View {
  /** Case is kept; `lower` has it folded. */
  readonly text: string;
  /** `text` in lower case, one unit for each. */
  readonly lower: string;
  /** The words of `text` that have a number. */
  readonly words: Words;
  /** Signs that may occur in what was read, before anything was undone or after: see `scan`. */
  readonly signs: number;
  /** What was undone, outermost first; the first view of a text always starts with `folded`. */
  readonly kinds: readonly ViewKind[];
  /** The text before letters were put right, which would spoil credentials and numbers: folded and unescaped only. */
  readonly plain: string;
  /** `origin` for a span of `plain`. */
  plainOrigin(start: number, end: number): Span;
  /** Where a span of the view comes from in the original text: exact in folded text, the encoded run in a decoded one. */
  origin(start: number, end: number): Span;
}

/** An encoding inside an encoding, so often. Each decoder makes its text shorter, so the sum is bounded as well. */
const MAX_DEPTH = 4;

/**
 * Every way in which `text` can be read, the text as a person sees it first.
 *
 * Letters that were disguised (homoglyphs, escapes, leetspeak, spacing, lost gaps, ROT13, reversal) are put right in
 * place, and only where the result reads as words; what was encoded apart (base64, hex, hidden tags …) is a view of
 * its own. So harmless text is scanned once, and an attack always stands in plain letters in some view.
 *
 * Linear in the length of the text: each pass is, and each level of nesting has at most three quarters of the last.
 */
export function viewsOf(text: string): readonly View[] {
  const views: View[] = [];
  collect(views, text, undefined, [], 0);
  return views;
}

function collect(views: View[], text: string, within: Within, outer: readonly ViewKind[], depth: number): void {
  const kinds: ViewKind[] = [...outer, 'folded'];
  const { folded, signs, ...read } = fromDisguise(text);
  let { suspicions } = read;
  let mapped = folded;
  const rewrite = (kind: ViewKind, edits: Parameters<MappedText['rewrite']>[0]): void => {
    if (edits.length === 0) return;
    mapped = mapped.rewrite(edits);
    kinds.push(kind);
  };

  // codes are looked for before letters are put right: base64 has digits for letters too.
  const encoded = depth < MAX_DEPTH ? encodedIn(mapped.text, suspicions) : [];
  const plain = mapped;
  let scanned = mapped;
  const beforeRewriting = { origin: originIn(mapped, within) };

  const undone = (signs & FOREIGN) !== 0 ? undoneScript(mapped.text) : undefined;
  if (undone !== undefined) rewrite(undone.kind, [undone]);
  if (suspicions.singles) rewrite('spaced', spacedEdits(mapped.text));
  if (suspicions.mixed > 0) rewrite('leet', leetEdits(mapped.text));
  if (kinds.length > outer.length + 1) {
    suspicions = scan(mapped.text);
    scanned = mapped;
  }
  const glued = gluedEdits(mapped.text, suspicions.glued);
  if (glued.length > 0) {
    rewrite('glued', glued);
    suspicions = scan(mapped.text);
    scanned = mapped;
  }
  const flipped = flippedIn(mapped.text, suspicions.unknown);
  const turned = flipped.filter(({ wordwise }) => wordwise !== undefined);
  const byWords =
    turned.length === 0
      ? undefined
      : mapped.rewrite(turned.map(({ start, end, wordwise }) => ({ start, end, text: wordwise ?? '' })));
  for (const flip of new Set(flipped.map((edit) => edit.flip))) kinds.push(flip);
  mapped = mapped.rewrite(flipped);

  const words = mapped === scanned ? suspicions.words : wordsOf(mapped.text);
  views.push(viewOf(mapped, { words, signs }, plain, kinds, within));
  if (byWords !== undefined) {
    const reversed = { words: wordsOf(byWords.text), signs };
    views.push(viewOf(byWords, reversed, plain, [...outer, 'folded', 'reversed'], within));
  }

  for (const group of byEncoding(encoded)) {
    const first = group[0];
    const last = group[group.length - 1];
    if (first === undefined || last === undefined) continue;
    const span = { start: first.start, end: last.end };
    collect(views, joinPieces(group), { view: beforeRewriting, span }, [...outer, first.encoding], depth + 1);
  }
  if (depth < MAX_DEPTH && (signs & FOREIGN) !== 0) {
    const original = depth === 0 ? IDENTITY : beforeRewriting;
    for (const { kind, start, end, text: message } of hiddenIn(text)) {
      collect(views, message, { view: original, span: { start, end } }, [...outer, kind], depth + 1);
    }
  }
}

/** What a text that is not only ASCII may hold. */
const ANY_SIGN = FOREIGN | CONTROLS | ESCAPES | BRACKETS;

/** A text as a person sees it, escapes undone, and what is suspicious in it: most texts are read once for all of that. */
function fromDisguise(text: string): {
  readonly folded: MappedText;
  readonly suspicions: Suspicions;
  readonly signs: number;
} {
  const ascii = Buffer.byteLength(text) === text.length;
  let folded = ascii ? new MappedText(text) : foldMapped(text);
  let suspicions = scan(folded.text);
  const signs = ascii ? suspicions.signs : ANY_SIGN;
  if (ascii && (signs & CONTROLS) !== 0) {
    folded = foldMapped(text);
    suspicions = scan(folded.text);
  }
  if ((suspicions.signs & ESCAPES) !== 0) {
    const unescaped = unescapeInPlace(folded);
    if (unescaped !== folded) suspicions = scan(unescaped.text);
    folded = unescaped;
  }
  return { folded, suspicions, signs: signs | suspicions.signs };
}

/** Offsets of the text that the caller sent. */
const IDENTITY: Pick<View, 'origin'> = { origin: (start, end) => ({ start, end }) };

type Within = { readonly view: Pick<View, 'origin'>; readonly span: Span } | undefined;

function viewOf(
  mapped: MappedText,
  known: Pick<View, 'words' | 'signs'>,
  plain: MappedText,
  kinds: readonly ViewKind[],
  within: Within,
): View {
  const lower = mapped.text.toLowerCase();
  return {
    text: mapped.text,
    lower: lower.length === mapped.text.length ? lower : mapped.text,
    ...known,
    kinds,
    plain: plain.text,
    plainOrigin: originIn(plain, within),
    origin: originIn(mapped, within),
  };
}

/** The way back from a view: inside a decoded one the encoded run is the smallest span that can be named. */
function originIn(text: MappedText, within: Within): View['origin'] {
  return (start, end) =>
    within === undefined ? text.origin(start, end) : within.view.origin(within.span.start, within.span.end);
}

function byEncoding(decoded: readonly Decoded[]): Decoded[][] {
  const groups = new Map<Encoding, Decoded[]>();
  for (const piece of decoded) {
    const group = groups.get(piece.encoding);
    if (group === undefined) groups.set(piece.encoding, [piece]);
    else group.push(piece);
  }
  return [...groups.values()];
}

/** Lines of a hex dump continue each other; other pieces are words or sentences of their own. */
function joinPieces(pieces: readonly Decoded[]): string {
  const dump = pieces.length > 1 && pieces.slice(0, -1).every(({ text }) => text.length === pieces[0]?.text.length);
  return pieces.map(({ text }) => text).join(dump && pieces[0]?.encoding === 'hex' ? '' : ' ');
}
