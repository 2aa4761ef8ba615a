import type { JournalItem } from '../core/audit/journal-item';
import { contentOf } from '../core/audit/journal-item';
import { decodeRecord, recordDigest } from '../core/audit/record';
import type { JournalEvent } from './journal-event';
import { type Candidate, planSegment, type SegmentPlan } from './plan-segment';
import type { Head, SealerPorts } from './ports';
import { encodeSegment, headerDigest, type Incident, parseHeader, splitSegment, unsignedSegment } from './segment';

/** What the sealer is set up with. */
export interface SealerConfig {
  /** ARN of the key that signs: stands in every header. */
  readonly signingKey: string;
  /** An OPEN without a CLOSE is settled after this long. */
  readonly staleAfterMs: number;
  /** A sealed record stays in the table for this long. */
  readonly tableRetentionMs: number;
  /** Records of one segment at most. */
  readonly maxRecords: number;
  /** Bytes of one segment, about: records with content are large. */
  readonly maxBytes: number;
  /** After this long without a run, the table is read: the stream may have lost what it held. */
  readonly outageMs: number;
}

/** One run's outcome. */
export interface SealResult {
  readonly sealed: number;
  readonly segments: number;
  readonly incidents: number;
}

/** How often a run tries again after another run took its number. */
const MAX_RACES = 50;

/** Two clocks of writers may differ by this much: late objects are looked at again for as long. */
const LATE_OVERLAP_MS = 30 * 60_000;

/**
 * Seals records into segments, each signed, each naming the one before.
 *
 * A segment's object is what commits: its number can be taken once, and all else that is remembered (positions of
 * chains, open requests, the head) follows from it. So a run that dies between any two steps is completed by the
 * next one, and two runs at once never seal one record twice.
 */
export function createSealer(config: SealerConfig, ports: SealerPorts) {
  const { state, segments, journal } = ports;

  /** Completes what a run that died left undone; returns the last segment there is. */
  async function rollForward(): Promise<Head> {
    let head = await state.head();
    for (;;) {
      const bytes = await segments.get(head.number + 1);
      if (bytes === undefined) return head;
      head = await applySegment(bytes);
    }
  }

  async function applySegment(bytes: Buffer): Promise<Head> {
    const lines = splitSegment(bytes);
    const header = parseHeader(lines.header.toString('utf8'));
    const items = lines.body.filter((line) => contentOf(line) === undefined).map(itemOfLine);
    const known = await state.chains([...new Set(items.map(({ chain }) => chain))]);
    // gaps in a sealed segment were looked into when it was sealed.
    const plan = planSegment(
      known,
      items.map((item) => ({ item, gapConfirmed: true })),
    );
    const head = { number: header.number, digest: headerDigest(lines.header), sealedAt: header.sealedAt };
    await apply(plan, head);
    await state.forgetOpens(header.unfinished);
    return head;
  }

  async function apply(plan: SegmentPlan, head: Head): Promise<void> {
    await state.saveChains(plan.chains, ports.now());
    await state.addOpens(plan.opened);
    await state.closeOpens(plan.closed, ports.now());
    await state.advance(head);
  }

  /** Looks in the table for what the stream skipped. */
  async function complete(candidates: readonly Candidate[], missing: SegmentPlan['missing']): Promise<Candidate[]> {
    const found = new Map<string, readonly JournalItem[]>();
    for (const { chain, from, to } of missing) found.set(chain, await journal.range(chain, from, to));
    const completed: Candidate[] = [];
    for (const candidate of candidates) {
      const before = found.get(candidate.item.chain);
      if (before !== undefined) {
        found.delete(candidate.item.chain);
        completed.push(...before.map((item) => ({ item, gapConfirmed: true })));
      }
      const wasMissing = missing.some(({ chain }) => chain === candidate.item.chain);
      completed.push(wasMissing ? { ...candidate, gapConfirmed: true } : candidate);
    }
    return completed;
  }

  /** Seals one segment's worth. */
  async function sealOne(
    batch: readonly Candidate[],
    incidents: readonly Incident[],
    unfinished: readonly string[],
  ): Promise<SealResult> {
    let candidates = batch;
    for (let race = 0; race < MAX_RACES; race += 1) {
      const head = await rollForward();
      const known = await state.chains([...new Set(candidates.map(({ item }) => item.chain))]);
      let plan = planSegment(known, candidates);
      if (plan.missing.length > 0) {
        candidates = await complete(candidates, plan.missing);
        plan = planSegment(known, candidates);
      }
      const all = [...incidents, ...plan.incidents];
      if (plan.entries.length === 0 && all.length === 0 && unfinished.length === 0) return NOTHING;
      const place = {
        number: head.number + 1,
        previous: head.digest,
        sealedAt: Math.max(ports.now(), head.sealedAt),
        key: config.signingKey,
      };
      const segment = unsignedSegment(place, plan.entries, all, unfinished);
      const bytes = encodeSegment(segment, await ports.sign(Buffer.from(segment.headerText)));
      if (!(await segments.putIfAbsent(place.number, bytes))) continue;
      await apply(plan, { number: place.number, digest: headerDigest(segment.headerText), sealedAt: place.sealedAt });
      await state.forgetOpens(unfinished);
      await journal.expire(plan.entries.map(positionOf), place.sealedAt + config.tableRetentionMs);
      return { sealed: plan.entries.length, segments: 1, incidents: all.length };
    }
    throw new Error(`sealer: another run took the number ${MAX_RACES} times in a row`);
  }

  async function seal(
    candidates: readonly Candidate[],
    incidents: readonly Incident[] = [],
    unfinished: readonly string[] = [],
  ): Promise<SealResult> {
    let total = NOTHING;
    let left = { incidents, unfinished };
    for (const batch of batches(candidates, config)) {
      total = sum(total, await sealOne(batch, left.incidents, left.unfinished));
      left = { incidents: [], unfinished: [] };
    }
    return total;
  }

  /** Tells changes and removals that are tampering from the expiry that the sealer itself has set. */
  async function incidentsOf(
    events: readonly JournalEvent[],
  ): Promise<{ incidents: Incident[]; evidence: Candidate[] }> {
    const touched = events.filter((event) => event.type === 'changed' || event.type === 'removed');
    const known = await state.chains([...new Set(touched.map(({ place }) => place.chain))]);
    const incidents: Incident[] = [];
    const evidence: Candidate[] = [];
    for (const event of events) {
      if (event.type === 'written') continue;
      const { chain, seq } = event.place;
      if (event.type === 'malformed') {
        incidents.push({ kind: 'malformed', chain, seq });
        continue;
      }
      const isSealed = (known.get(chain)?.seq ?? 0) >= seq;
      const isExpiry = event.type === 'changed' ? event.onlyExpiry : event.expired;
      if (isSealed && isExpiry) continue;
      incidents.push({ kind: event.type === 'changed' ? 'modified' : 'removed', chain, seq });
      // the image before the change is what the writer wrote.
      if (event.before !== undefined) evidence.push({ item: event.before });
    }
    return { incidents, evidence };
  }

  /** Records of the locked bucket that could not reach the table. */
  async function lateRecords(nowMs: number, since: number): Promise<{ found: Candidate[]; incidents: Incident[] }> {
    const from = new Date(Math.min(since, nowMs) - LATE_OVERLAP_MS).toISOString().replaceAll(/[-:.]/g, '');
    const found: Candidate[] = [];
    const incidents: Incident[] = [];
    for (const { key, item } of await ports.late.after(`late/${from}`)) {
      if (item !== undefined) found.push({ item });
      else incidents.push({ kind: 'malformed', chain: key, seq: 0 });
    }
    return { found, incidents };
  }

  function report(result: SealResult, oldest: number, stale: number): void {
    const lag = result.sealed === 0 ? 0 : Math.max(0, (ports.now() - oldest) / 1000);
    ports.emit({
      AuditSealed: result.sealed,
      AuditSegments: result.segments,
      AuditTampering: result.incidents,
      AuditSealLag: lag,
      AuditStaleOpens: stale,
      AuditSealerRuns: 1,
    });
  }

  return {
    /** A batch of the stream. Throws to have it delivered again. */
    async onEvents(events: readonly JournalEvent[]): Promise<SealResult> {
      // a change may come in one batch with what it changed: the states are those after what is written.
      const written = events.flatMap((event): Candidate[] =>
        event.type === 'written' ? [{ item: event.item, arrivedAt: event.arrivedAt }] : [],
      );
      let result = await seal(written);
      const { incidents, evidence } = await incidentsOf(events);
      if (incidents.length > 0) result = sum(result, await seal(evidence, incidents));
      report(result, oldestOf(written), 0);
      return result;
    },

    /** Each minute: what no stream tells. */
    async onHeartbeat(options: { readonly readTable?: boolean } = {}): Promise<SealResult> {
      const startedAt = ports.now();
      const head = await rollForward();
      const aliveAt = head.aliveAt ?? (await state.head()).aliveAt;
      const late = await lateRecords(startedAt, aliveAt ?? 0);
      let result = await seal(late.found, late.incidents);
      let oldest = oldestOf(late.found);

      const wasOut = aliveAt !== undefined && startedAt - aliveAt > config.outageMs;
      if (options.readTable === true || wasOut) {
        for await (const page of journal.scan()) {
          const candidates = page.map((item): Candidate => ({ item }));
          oldest = Math.min(oldest, oldestOf(candidates));
          result = sum(result, await seal(candidates));
        }
      }

      const stale = await state.opensBefore(startedAt - config.staleAfterMs);
      for (const open of stale) await ports.settle(open);
      if (stale.length > 0)
        result = sum(
          result,
          await seal(
            [],
            [],
            stale.map(({ digest }) => digest),
          ),
        );

      await state.alive(startedAt);
      report(result, oldest, stale.length);
      return result;
    },
  };
}

/** The sealer of `createSealer`. */
export type Sealer = ReturnType<typeof createSealer>;

const NOTHING: SealResult = { sealed: 0, segments: 0, incidents: 0 };

function sum(a: SealResult, b: SealResult): SealResult {
  return { sealed: a.sealed + b.sealed, segments: a.segments + b.segments, incidents: a.incidents + b.incidents };
}

function oldestOf(candidates: readonly Candidate[]): number {
  return candidates.reduce(
    (oldest, { item }) => Math.min(oldest, decodeRecord(item.text).at),
    Number.POSITIVE_INFINITY,
  );
}

function itemOfLine(line: Buffer): JournalItem {
  const text = line.toString('utf8');
  const { chain, seq } = decodeRecord(text);
  return { chain, seq, text, digest: recordDigest(line) };
}

function positionOf({ text }: { readonly text: string }): Pick<JournalItem, 'chain' | 'seq'> {
  const { chain, seq } = decodeRecord(text);
  return { chain, seq };
}

/** At least one batch, so that incidents have a segment to stand in. */
function* batches(candidates: readonly Candidate[], config: SealerConfig): Generator<readonly Candidate[]> {
  let batch: Candidate[] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    const size = candidate.item.text.length + ((candidate.item.content?.length ?? 0) * 4) / 3;
    if (batch.length > 0 && (batch.length >= config.maxRecords || bytes + size > config.maxBytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(candidate);
    bytes += size;
  }
  if (batch.length > 0 || candidates.length === 0) yield batch;
}
