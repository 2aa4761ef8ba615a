/** One difference between the records that were signed and those that are there. */
export interface Difference {
  readonly kind: 'altered' | 'dropped' | 'inserted' | 'duplicated' | 'reordered';
  /** Place among the signed records; for what was inserted or duplicated, the place before which it stands. */
  readonly index: number;
  /** Place among the records that are there. */
  readonly found: number;
}

/**
 * Names what happened to a list of records, given the digests that were signed.
 *
 * Linear: two pointers and two counts by digest.
 */
export function differences(expected: readonly string[], actual: readonly string[]): Difference[] {
  const found: Difference[] = [];
  const wanted = countsOf(expected);
  const present = countsOf(actual);
  // records that were taken out of order: how many of a digest are still to be passed over on each side.
  const movedAway = new Map<string, number>();
  const matched = new Map<string, number>();
  let i = 0;
  let j = 0;
  while (i < expected.length || j < actual.length) {
    const want = expected[i];
    const have = actual[j];
    if (want !== undefined && want === have) {
      bump(matched, want);
      i += 1;
      j += 1;
    } else if (want !== undefined && take(movedAway, want)) {
      // it stood earlier in the file and was named there.
      i += 1;
    } else if (want !== undefined && !present.has(want)) {
      if (have !== undefined && !wanted.has(have)) {
        found.push({ kind: 'altered', index: i, found: j });
        j += 1;
      } else {
        found.push({ kind: 'dropped', index: i, found: j });
      }
      i += 1;
    } else if (have !== undefined && !wanted.has(have)) {
      found.push({ kind: 'inserted', index: i, found: j });
      j += 1;
    } else if (have !== undefined && (matched.get(have) ?? 0) >= (wanted.get(have) ?? 0)) {
      found.push({ kind: 'duplicated', index: i, found: j });
      j += 1;
    } else if (have !== undefined) {
      // a signed record, ahead of its place.
      found.push({ kind: 'reordered', index: i, found: j });
      bump(matched, have);
      bump(movedAway, have);
      j += 1;
    } else {
      found.push({ kind: 'dropped', index: i, found: j });
      i += 1;
    }
  }
  return found;
}

function countsOf(digests: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const digest of digests) bump(counts, digest);
  return counts;
}

function bump(counts: Map<string, number>, digest: string): void {
  counts.set(digest, (counts.get(digest) ?? 0) + 1);
}

function take(counts: Map<string, number>, digest: string): boolean {
  const count = counts.get(digest) ?? 0;
  if (count === 0) return false;
  counts.set(digest, count - 1);
  return true;
}
