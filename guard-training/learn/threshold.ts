/** The score that the share `share` of `scores` reaches at most. */
export function thresholdAt(scores: readonly number[], share: number): number {
  if (scores.length === 0) throw new Error('scores: expected one at least, got none');
  const sorted = [...scores].sort((a, b) => b - a);
  const highest = sorted[Math.floor(share * sorted.length)] as number;
  // just above the first score that must stay below.
  return highest + 1e-6 * Math.max(1, Math.abs(highest));
}

/** Share of `scores` at `threshold` or above it. */
export function shareAbove(scores: readonly number[], threshold: number): number {
  return scores.length === 0 ? NaN : scores.filter((score) => score >= threshold).length / scores.length;
}
