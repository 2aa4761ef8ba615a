/** Bound once: it is called some thousand times a text. */
const { imul } = Math;

const HASHES = 64;
const BANDS = 16;
const ROWS = HASHES / BANDS;
const SHINGLE_WORDS = 3;

/** Share of common shingles from which two texts are near duplicates. */
const SIMILAR = 0.7;

/** Odd multipliers and offsets of the permutations: fixed, so that a scan gives the same answer each time. */
const PERMUTATIONS = Array.from({ length: HASHES }, (_, i) => ({
  multiply: imul(0x9e3779b1, 2 * i + 1) | 1,
  add: imul(0x85ebca6b, i + 1) | 0,
}));

/**
 * Groups texts that are nearly the same, by MinHash and locality-sensitive hashing: linear in the number of texts.
 *
 * @returns for each text the index of the first text of its group; its own where it is like no other
 */
export function nearDuplicateGroups(texts: readonly string[]): number[] {
  const groups = texts.map((_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    while (groups[at] !== at) at = groups[at] = groups[groups[at]!]!;
    return at;
  };
  const signatures = texts.map(signatureOf);
  const buckets = new Map<string, number>();
  for (const [i, signature] of signatures.entries()) {
    for (let band = 0; band < BANDS; band += 1) {
      const key = `${band}:${signature.subarray(band * ROWS, (band + 1) * ROWS).join()}`;
      const other = buckets.get(key);
      // one candidate a bucket keeps this linear: a group grows through its first member.
      if (other === undefined) buckets.set(key, i);
      else if (similarity(signatures[other]!, signature) >= SIMILAR) {
        const [a, b] = [rootOf(other), rootOf(i)];
        groups[Math.max(a, b)] = Math.min(a, b);
      }
    }
  }
  return texts.map((_, i) => rootOf(i));
}

function similarity(a: Int32Array, b: Int32Array): number {
  let same = 0;
  for (let i = 0; i < HASHES; i += 1) if (a[i] === b[i]) same += 1;
  return same / HASHES;
}

function signatureOf(text: string): Int32Array {
  const signature = new Int32Array(HASHES).fill(0x7fff_ffff);
  for (const shingle of shinglesOf(text)) {
    for (let i = 0; i < HASHES; i += 1) {
      const { multiply, add } = PERMUTATIONS[i]!;
      const hashed = mixed(imul(shingle, multiply) + add);
      if (hashed < signature[i]!) signature[i] = hashed;
    }
  }
  return signature;
}

function mixed(value: number): number {
  let hash = value | 0;
  hash = imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}

/** Hashes of each three words in a row; of what there is in a shorter text. */
function* shinglesOf(text: string): Generator<number> {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [text];
  const last = Math.max(1, words.length - SHINGLE_WORDS + 1);
  for (let i = 0; i < last; i += 1) yield hashOf(words.slice(i, i + SHINGLE_WORDS).join(' '));
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
