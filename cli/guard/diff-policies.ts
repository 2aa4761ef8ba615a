import { parseJson } from '../../lambda/core/json';
import { checkItem, readGuardItem, type CheckOptions, type GuardAnswer } from '../../lambda/guard/check-item';
import type { GuardFor } from '../../lambda/guard/guards';
import { linesOf } from './json-lines';

/** In what way a text would be treated otherwise. */
export type ChangeKind = 'refused' | 'allowed' | 'otherReason' | 'otherText';

/** Texts that would be treated otherwise in one way. */
export interface Change {
  readonly count: number;
  /** Of the first of them. */
  readonly ids: readonly GuardAnswer['id'][];
}

/** What one policy would change against another, over a file of texts. */
export interface PolicyDiff {
  /** `name@version` of each. */
  readonly base: string;
  readonly policy: string;
  readonly texts: number;
  /** Lines that are no item: refused by every policy. */
  readonly unreadable: number;
  readonly same: number;
  readonly changed: Readonly<Record<ChangeKind, Change>>;
}

/** Ids that are kept of each kind: memory does not grow with the file. */
const MOST_IDS = 1_000;

/** Judges each line of a file under both policies, whatever policy the line names. */
export async function diffPolicies(
  guardFor: GuardFor,
  names: { readonly base: string; readonly policy: string },
  chunks: AsyncIterable<Uint8Array>,
  options: CheckOptions,
): Promise<PolicyDiff> {
  const changed: Record<ChangeKind, { count: number; ids: GuardAnswer['id'][] }> = {
    refused: { count: 0, ids: [] },
    allowed: { count: 0, ids: [] },
    otherReason: { count: 0, ids: [] },
    otherText: { count: 0, ids: [] },
  };
  let texts = 0;
  let unreadable = 0;
  let same = 0;
  for await (const line of linesOf(chunks)) {
    texts += 1;
    const parsed = line === undefined ? undefined : parseJson(line);
    const item = parsed?.ok ? readGuardItem(parsed.value) : undefined;
    if (item === undefined) {
      unreadable += 1;
      continue;
    }
    const before = checkItem(guardFor, { ...item, policy: names.base }, options);
    const kind = changeOf(before, checkItem(guardFor, { ...item, policy: names.policy }, options));
    if (kind === undefined) {
      same += 1;
      continue;
    }
    changed[kind].count += 1;
    // a text without an id is named by its line.
    if (changed[kind].ids.length < MOST_IDS) changed[kind].ids.push(item.id ?? `line ${texts}`);
  }
  const versioned = (name: string): string => `${name}@${guardFor(name).policyVersion}`;
  return { base: versioned(names.base), policy: versioned(names.policy), texts, unreadable, same, changed };
}

function changeOf(before: GuardAnswer, after: GuardAnswer): ChangeKind | undefined {
  if (before.allowed !== after.allowed) return after.allowed ? 'allowed' : 'refused';
  if (before.reason !== after.reason) return 'otherReason';
  return before.redacted === after.redacted ? undefined : 'otherText';
}

/** The difference for people. */
export function diffText({ base, policy, texts, unreadable, same, changed }: PolicyDiff): string {
  const rows: readonly (readonly [ChangeKind, string])[] = [
    ['refused', 'would be refused'],
    ['allowed', 'would be let through'],
    ['otherReason', 'would be refused for another reason'],
    ['otherText', 'would be passed on with another text'],
  ];
  return [
    `${policy} in place of ${base}: ${texts} texts, ${same} treated as before`,
    ...(unreadable > 0 ? [`  ${unreadable} lines are no items, and refused by both`] : []),
    ...rows
      .filter(([kind]) => changed[kind].count > 0)
      .map(([kind, what]) => {
        const { count, ids } = changed[kind];
        const shown = ids.slice(0, 10).map(String).join(', ');
        return `  ${count} ${what}: ${shown}${count > 10 ? ', …' : ''}`;
      }),
  ].join('\n');
}
