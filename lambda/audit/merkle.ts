import { createHash } from 'node:crypto';

const NODE = Buffer.from([1]);

/** Root of nothing: RFC 6962 hashes the empty string. */
const EMPTY_ROOT = createHash('sha256').digest();

function nodeOf(left: Buffer, right: Buffer): Buffer {
  return createHash('sha256').update(NODE).update(left).update(right).digest();
}

/**
 * Root of a Merkle tree over leaf hashes, as in RFC 6962 (Certificate Transparency).
 *
 * An odd node goes up as it is, which is the same tree as the RFC's split at the largest power of two.
 */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return EMPTY_ROOT;
  let level = leaves;
  while (level.length > 1) {
    const next: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const right = level[i + 1];
      next.push(right === undefined ? level[i]! : nodeOf(level[i]!, right));
    }
    level = next;
  }
  return level[0]!;
}

/** One step from a leaf to the root. */
export interface ProofStep {
  readonly side: 'left' | 'right';
  readonly hash: Buffer;
}

/** The neighbours on the way from one leaf to the root: shows one record without showing the others. */
export function inclusionProof(leaves: readonly Buffer[], index: number): ProofStep[] {
  if (!(Number.isInteger(index) && index >= 0 && index < leaves.length)) {
    throw new Error(`inclusion proof: expected an index from 0 to ${leaves.length - 1}, got ${index}`);
  }
  const steps: ProofStep[] = [];
  let level = leaves;
  let at = index;
  while (level.length > 1) {
    const neighbour = level[at % 2 === 0 ? at + 1 : at - 1];
    if (neighbour !== undefined) steps.push({ side: at % 2 === 0 ? 'right' : 'left', hash: neighbour });
    const next: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const right = level[i + 1];
      next.push(right === undefined ? level[i]! : nodeOf(level[i]!, right));
    }
    level = next;
    at >>= 1;
  }
  return steps;
}

/** The root that a leaf and its proof lead to. */
export function rootFromProof(leaf: Buffer, steps: readonly ProofStep[]): Buffer {
  return steps.reduce((hash, step) => (step.side === 'left' ? nodeOf(step.hash, hash) : nodeOf(hash, step.hash)), leaf);
}
