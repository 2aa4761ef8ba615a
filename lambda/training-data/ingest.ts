import type { Guard } from '../guard/guard';
import { type Example, parseExamples } from './example';
import { parseProvenance, type Provenance } from './provenance';
import { nearDuplicateGroups } from './scans/near-duplicates';
import { sourceOutliers } from './scans/source-outliers';

/** Why an example is left out. */
export type LeftOutReason =
  /** The guard's reason, e.g. an injection or hidden characters. */
  | `guard: ${string}`
  | 'near duplicate'
  | 'label contradicts a near duplicate'
  | 'source is an outlier: labels'
  | 'source is an outlier: refusals';

/** What became of a batch; part of the dataset, so it names examples and never quotes them. */
export interface IngestReport {
  readonly v: 1;
  readonly provenance: Provenance;
  readonly examples: number;
  readonly kept: number;
  /** Examples in which personal data or secrets were replaced. */
  readonly anonymized: number;
  readonly leftOut: Readonly<Record<string, LeftOutReason>>;
  readonly guardPolicy: string;
  readonly guardPolicyVersion: string;
}

/** A batch as it may be trained on. */
export interface IngestedBatch {
  readonly lines: string;
  readonly report: IngestReport;
}

/** What an ingest is set up with. */
export interface IngestPolicy {
  /** Examples that may be left out before the whole batch is refused, 0 to 1. */
  readonly maxLeftOutShare: number;
}

/**
 * Anonymizes and scans a batch.
 *
 * @param guard under a policy that redacts personal data and blocks injections
 * @throws when there is no provenance, when the batch cannot be read, or when too much of it is bad: poison that was
 *   found suggests poison that was not
 */
export function ingest(
  input: { readonly examples: string; readonly provenance: string | undefined },
  guard: Guard,
  { maxLeftOutShare }: IngestPolicy,
): IngestedBatch {
  const provenance = parseProvenance(input.provenance);
  const examples = parseExamples(input.examples);
  const leftOut = new Map<string, LeftOutReason>();
  const texts = new Map<string, string>();
  let anonymized = 0;

  for (const { id, text } of examples) {
    // as a caller's words: examples may ask for things, as prompts do; what may not be asked is the same.
    const verdict = guard.inspectRequest([{ role: 'user', text, path: '/text' }]);
    if (!verdict.allowed) {
      leftOut.set(id, `guard: ${verdict.reason}`);
      continue;
    }
    const clean = verdict.segments.map((segment) => segment.text).join('');
    if (clean !== text) anonymized += 1;
    texts.set(id, clean);
  }
  for (const { source, why } of sourceOutliers(examples, new Set(leftOut.keys()))) {
    for (const example of examples) {
      if (example.source === source && !leftOut.has(example.id))
        leftOut.set(example.id, `source is an outlier: ${why}`);
    }
  }
  leaveOutDuplicates(examples, leftOut);

  const share = leftOut.size / examples.length;
  if (share > maxLeftOutShare) {
    const percent = (part: number): string => `${Math.round(part * 100)}%`;
    throw new Error(
      `the batch is refused: expected at most ${percent(maxLeftOutShare)} of its examples to be left out, got ${percent(share)} (${summary(leftOut)})`,
    );
  }
  const kept = examples.filter(({ id }) => !leftOut.has(id));
  const lines = kept.map(({ id, label, source }) => JSON.stringify({ id, text: texts.get(id), label, source }));
  return {
    lines: `${lines.join('\n')}\n`,
    report: {
      v: 1,
      provenance,
      examples: examples.length,
      kept: kept.length,
      anonymized,
      leftOut: Object.fromEntries(leftOut),
      guardPolicy: guard.policyName,
      guardPolicyVersion: guard.policyVersion,
    },
  };
}

/** Keeps the first of a group; where a group disagrees about its label, none of it can be trusted. */
function leaveOutDuplicates(examples: readonly Example[], leftOut: Map<string, LeftOutReason>): void {
  const candidates = examples.filter(({ id }) => !leftOut.has(id));
  const groups = nearDuplicateGroups(candidates.map(({ text }) => text));
  const labels = new Map<number, Set<string | undefined>>();
  for (const [i, group] of groups.entries()) {
    labels.set(group, (labels.get(group) ?? new Set()).add(candidates[i]!.label));
  }
  for (const [i, group] of groups.entries()) {
    const { id } = candidates[i]!;
    if ((labels.get(group)?.size ?? 1) > 1) leftOut.set(id, 'label contradicts a near duplicate');
    else if (group !== i) leftOut.set(id, 'near duplicate');
  }
}

function summary(leftOut: ReadonlyMap<string, LeftOutReason>): string {
  const counts = new Map<string, number>();
  for (const reason of leftOut.values()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
}
