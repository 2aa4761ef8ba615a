import type { JournalItem } from '../core/audit/journal-item';
import { type AuditRecord, decodeRecord } from '../core/audit/record';
import { type ChainState, linkProblem } from './chain-states';
import type { OpenRequest } from './ports';
import type { Incident, SegmentEntry } from './segment';

/** A record that waits to be sealed. */
export interface Candidate {
  readonly item: JournalItem;
  /** When the table took it, where that is known. */
  readonly arrivedAt?: number;
  /** Set when what was missing before it was looked for in the table and is not there. */
  readonly gapConfirmed?: boolean;
}

/** What goes into the next segment, and what follows from it. */
export interface SegmentPlan {
  readonly entries: readonly SegmentEntry[];
  readonly incidents: readonly Incident[];
  readonly chains: ReadonlyMap<string, ChainState>;
  readonly opened: readonly OpenRequest[];
  /** Digests of OPENs. */
  readonly closed: readonly string[];
  /** Where the stream skipped something that the table may still have; nothing behind it is planned. */
  readonly missing: readonly { readonly chain: string; readonly from: number; readonly to: number }[];
}

/** A record's own time and its arrival may be this far apart: slow writes, skewed clocks, whole seconds. */
const MAX_DATE_SLACK_MS = 5 * 60_000;

/**
 * Decides what goes into the next segment.
 *
 * Pure: the same records behind the same states give the same plan, so a batch that is delivered again gives nothing.
 */
export function planSegment(states: ReadonlyMap<string, ChainState>, candidates: readonly Candidate[]): SegmentPlan {
  const chains = new Map<string, ChainState>();
  const entries: SegmentEntry[] = [];
  const incidents: Incident[] = [];
  const missing: { chain: string; from: number; to: number }[] = [];
  const blocked = new Set<string>();
  const opened = new Map<string, OpenRequest>();
  const closed: string[] = [];

  for (const { item, arrivedAt, gapConfirmed } of candidates) {
    const { chain, seq, text, digest, content } = item;
    if (blocked.has(chain)) continue;
    const record = decodeRecord(text);
    const state = chains.get(chain) ?? states.get(chain);
    const problem = linkProblem(state, record);

    if (problem === 'repeated') {
      // delivered again, or sealed by another run: only a different record at the last place tells of a fork.
      if (seq === state?.seq && digest !== state.digest) incidents.push({ kind: 'fork', chain, seq });
      continue;
    }
    if (problem === 'gap') {
      const from = (state?.seq ?? 0) + 1;
      if (gapConfirmed !== true) {
        missing.push({ chain, from, to: seq - 1 });
        blocked.add(chain);
        continue;
      }
      incidents.push({ kind: 'gap', chain, seq: from, to: seq - 1 });
    } else if (problem !== undefined) {
      incidents.push({ kind: problem, chain, seq });
    } else if (arrivedAt !== undefined && isMisdated(record, arrivedAt)) {
      incidents.push({ kind: 'misdated', chain, seq });
    }
    // what is wrong is sealed all the same: it is evidence.
    entries.push({ text, digest, ...(content !== undefined && { content }) });
    chains.set(chain, { seq, digest, at: record.at });
    if (record.type === 'open') {
      const { tenant, client, user, who, request, at } = record;
      opened.set(digest, { digest, at, request, named: { tenant, client, user, who } });
    } else if (record.type === 'close' && !opened.delete(record.open)) {
      closed.push(record.open);
    }
  }
  return { entries, incidents, chains, opened: [...opened.values()], closed, missing };
}

function isMisdated(record: AuditRecord, arrivedAt: number): boolean {
  return Math.abs(record.at - arrivedAt) > MAX_DATE_SLACK_MS;
}
