/** Shorter texts cost little, whatever they are made of. */
const MIN_UNITS = 2_000;
/** Looked at in samples that are spread over the text: the work does not grow with it. */
const SAMPLES = 64;
const SAMPLE_UNITS = 64;

/**
 * Characters that a tokenizer has no words for, each of which costs it two to four tokens: pictures, private and unassigned
 * code points, rare scripts. Frames of tables are left out, and so are Braille and music, which have readers.
 */
const RARE =
  /[\p{Co}\p{Cn}\p{Extended_Pictographic}\p{Script=Egyptian_Hieroglyphs}\p{Script=Cuneiform}\p{Script=Linear_A}\p{Script=Linear_B}\p{Script=Anatolian_Hieroglyphs}\p{Script=Bamum}\p{Script=Tangut}\p{Script=Yi}\p{Script=Vai}\p{Script=Deseret}]/gu;
/** Marks upon marks: no script stacks so many. */
const STACKED = /\p{Mn}{4,64}/gu;

/** How much of a text costs a model far more tokens than it says anything, 0 to 1; writing in any living script is 0. */
export function tokenDensityOf(text: string): number {
  if (text.length < MIN_UNITS || isPlain(text)) return 0;
  const step = Math.max(SAMPLE_UNITS, Math.floor(text.length / SAMPLES));
  let units = 0;
  let dense = 0;
  for (let at = 0; at < text.length; at += step) {
    const sample = text.slice(at, at + SAMPLE_UNITS);
    units += sample.length;
    if (isPlain(sample)) continue;
    for (const [found] of sample.matchAll(RARE)) dense += found.length;
    for (const [found] of sample.matchAll(STACKED)) dense += found.length;
  }
  return dense / units;
}

/** Whether a text is ASCII, of which nothing is rare. */
function isPlain(text: string): boolean {
  return Buffer.byteLength(text) === text.length;
}
