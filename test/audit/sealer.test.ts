import * as fc from 'fast-check';
import type { JournalEvent } from '../../lambda/audit/journal-event';
import { parseConfig } from '../../lambda/audit/config';
import { createSealer } from '../../lambda/audit/sealer';
import type { JournalItem } from '../../lambda/core/audit/journal-item';
import { decodeRecord } from '../../lambda/core/audit/record';
import { createAuditTrail } from '../../lambda/gateway/audit/audit-trail';
import { fakeAudit, type Fate, OUTCOME, subjectOf } from '../gateway/audit/fakes';
import { fakeSealer, SEALER_CONFIG, verifyAll, writtenEvents } from './fakes';

/** Requests through the real audit trail, side by side. */
async function traffic(requests: number, fateOf?: () => Fate) {
  const audit = fakeAudit(fateOf);
  const trail = createAuditTrail(audit.ports);
  await Promise.all(
    Array.from({ length: requests }, async (_, i) => {
      try {
        const open = await trail.open(subjectOf(`r-${i}`));
        await open.close(OUTCOME);
      } catch {
        // refused: nothing is promised.
      }
    }),
  );
  return audit;
}

function sealedRequests(segments: ReadonlyMap<number, Buffer>): string[] {
  const found: string[] = [];
  verifyAll(segments, { onRecord: ({ record }) => found.push(`${record.request} ${record.type}`) });
  return found.sort();
}

const clean = { problems: [], incidents: [] };

describe('the sealer', () => {
  test('seals what the stream brings into segments that name the one before', async () => {
    const { items } = await traffic(50);
    const { ports, segments, state } = fakeSealer(items);
    const sealer = createSealer({ ...SEALER_CONFIG, maxRecords: 30 }, ports);
    expect(await sealer.onEvents(writtenEvents(items.values()))).toMatchObject({
      sealed: 100,
      segments: 4,
      incidents: 0,
    });
    expect(verifyAll(segments)).toMatchObject({ segments: 4, records: 100, ...clean, head: { number: 4 } });
    expect(state.head.number).toBe(4);
  });

  test('seals a batch once, however often it is delivered', async () => {
    const { items } = await traffic(10);
    const { ports, segments } = fakeSealer(items);
    const sealer = createSealer(SEALER_CONFIG, ports);
    const events = writtenEvents(items.values());
    await sealer.onEvents(events);
    expect(await sealer.onEvents(events)).toMatchObject({ sealed: 0, segments: 0 });
    expect(segments.size).toBe(1);
  });

  test('lets a record expire only when it is sealed', async () => {
    const { items } = await traffic(3);
    const { ports, expiring } = fakeSealer(items);
    await createSealer(SEALER_CONFIG, ports).onEvents(writtenEvents([...items.values()].slice(0, 4)));
    expect(expiring.size).toBe(4);
  });

  test('finds in the table what the stream skipped', async () => {
    const { items } = await traffic(5);
    const { ports, segments } = fakeSealer(items);
    const all = [...items.values()];
    await createSealer(SEALER_CONFIG, ports).onEvents(writtenEvents(all.filter((_, i) => i === all.length - 1)));
    expect(verifyAll(segments)).toMatchObject(clean);
    const [last] = all.slice(-1);
    expect(verifyAll(segments).records).toBe(last!.seq);
  });

  test('takes a record from the locked bucket that could not reach the table', async () => {
    let fate: Fate = 'arrives';
    const audit = fakeAudit(() => fate);
    const open = await createAuditTrail(audit.ports).open(subjectOf('r-1'));
    fate = 'fails';
    await open.close(OUTCOME);
    const { ports, segments, opens } = fakeSealer(audit.items, audit.late);
    const sealer = createSealer(SEALER_CONFIG, ports);
    await sealer.onHeartbeat();
    // the stream brings the OPEN later than the heartbeat had read it from the table.
    await sealer.onEvents(writtenEvents(audit.items.values()));
    expect(sealedRequests(segments)).toEqual(['r-1 close', 'r-1 open']);
    expect(opens.size).toBe(0);
  });

  test('reads the table after an outage, where the stream has forgotten', async () => {
    const { items } = await traffic(40);
    const { ports, segments, state } = fakeSealer(items);
    state.head = { ...state.head, aliveAt: state.now - 24 * 60 * 60_000 };
    await createSealer(SEALER_CONFIG, ports).onHeartbeat();
    expect(verifyAll(segments)).toMatchObject({ records: 80, ...clean });
  });

  test('settles a request that never ended, and signs that it did not', async () => {
    const audit = fakeAudit();
    const trail = createAuditTrail(audit.ports);
    await trail.open(subjectOf('lost'));
    await (await trail.open(subjectOf('ended'))).close(OUTCOME);
    const { ports, segments, state, settled, metrics } = fakeSealer(audit.items);
    const sealer = createSealer(SEALER_CONFIG, ports);
    await sealer.onEvents(writtenEvents(audit.items.values()));
    await sealer.onHeartbeat();
    expect(settled).toEqual([]);

    state.now += SEALER_CONFIG.staleAfterMs;
    await sealer.onHeartbeat();
    expect(settled.map(({ request }) => request)).toEqual(['lost']);
    expect(verifyAll(segments)).toMatchObject({ unfinished: 1, ...clean });
    expect(metrics.at(-1)).toMatchObject({ AuditStaleOpens: 1, AuditSealerRuns: 1 });
    await sealer.onHeartbeat();
    expect(settled).toHaveLength(1);
  });

  test('knows a CLOSE that comes before its OPEN from another shard', async () => {
    const audit = fakeAudit();
    const trail = createAuditTrail(audit.ports);
    // side by side, so on two chains; the first CLOSE takes the chain of the other request.
    const [one, two] = await Promise.all([trail.open(subjectOf('r-1')), trail.open(subjectOf('r-2'))]);
    await one.close(OUTCOME);
    await two.close(OUTCOME);
    const items = [...audit.items.values()];
    const chains = items.map(({ chain }) => chain);
    const crossed = items.find(({ text }) => decodeRecord(text).type === 'close')!;
    expect(new Set(chains).size).toBe(2);

    const { ports, opens } = fakeSealer(audit.items);
    const sealer = createSealer(SEALER_CONFIG, ports);
    await sealer.onEvents(writtenEvents(items.filter(({ chain }) => chain === crossed.chain)));
    expect([...opens.values()]).toContain('closed');
    await sealer.onEvents(writtenEvents(items));
    expect(opens.size).toBe(0);
  });
});

test('a thousand requests cost one call of KMS in the gateway and one in the sealer', async () => {
  const audit = await traffic(1_000);
  expect(audit.state.secretCalls).toBe(1);
  const { ports, segments } = fakeSealer(audit.items);
  const sign = jest.fn(ports.sign);
  const deployed = parseConfig({
    AUDIT_TABLE: 't',
    AUDIT_BUCKET: 'b',
    AUDIT_MAC_KEY_ARN: 'm',
    BUDGET_TABLE: 'u',
    STACK_NAME: 's',
    SIGNING_KEY_ARN: SEALER_CONFIG.signingKey,
    STALE_AFTER_SECONDS: '1200',
    TABLE_RETENTION_DAYS: '3',
  }).sealer;
  // one delivery of the stream holds as many records as one segment.
  await createSealer(deployed, { ...ports, sign }).onEvents(writtenEvents(audit.items.values()));
  expect(verifyAll(segments)).toMatchObject({ records: 2_000, ...clean });
  expect(sign).toHaveBeenCalledTimes(1);
});

describe('tampering with the journal', () => {
  async function sealedThenTouched(event: (item: JournalItem) => JournalEvent) {
    const { items } = await traffic(4);
    const fake = fakeSealer(items);
    const sealer = createSealer(SEALER_CONFIG, fake.ports);
    const all = [...items.values()];
    await sealer.onEvents([...writtenEvents(all), event(all[2]!)]);
    return { report: verifyAll(fake.segments), ...fake, place: { chain: all[2]!.chain, seq: all[2]!.seq } };
  }
  const place = ({ chain, seq }: JournalItem) => ({ chain, seq });

  test('a removal is an incident, and the record is sealed all the same', async () => {
    const result = await sealedThenTouched((item) => ({
      type: 'removed',
      before: item,
      place: place(item),
      expired: false,
    }));
    expect(result.report.incidents).toMatchObject([{ kind: 'removed', ...result.place }]);
    expect(result.report).toMatchObject({ records: 8, problems: [] });
    expect(result.metrics.at(-1)).toMatchObject({ AuditTampering: 1 });
  });
  test('a change is an incident', async () => {
    const result = await sealedThenTouched((item) => ({
      type: 'changed',
      before: item,
      place: place(item),
      onlyExpiry: false,
    }));
    expect(result.report.incidents).toMatchObject([{ kind: 'modified', ...result.place }]);
  });
  test('the expiry of a sealed record is none', async () => {
    const changed = await sealedThenTouched((item) => ({
      type: 'changed',
      before: item,
      place: place(item),
      onlyExpiry: true,
    }));
    const removed = await sealedThenTouched((item) => ({
      type: 'removed',
      before: item,
      place: place(item),
      expired: true,
    }));
    expect([changed.report.incidents, removed.report.incidents]).toEqual([[], []]);
  });
  test('an expiry of a record that was never sealed is an incident', async () => {
    const { items } = await traffic(1);
    const [item] = items.values();
    const { ports, segments } = fakeSealer(new Map());
    await createSealer(SEALER_CONFIG, ports).onEvents([
      { type: 'removed', before: item, place: place(item!), expired: true },
    ]);
    expect(verifyAll(segments)).toMatchObject({ records: 1, incidents: [{ kind: 'removed' }] });
  });
  test('a gap that the table does not fill is an incident, and the chain goes on behind it', async () => {
    const { items } = await traffic(1);
    const all = [...items.values()];
    const { ports, segments } = fakeSealer(new Map());
    await createSealer(SEALER_CONFIG, ports).onEvents(writtenEvents(all.slice(1)));
    expect(verifyAll(segments)).toMatchObject({ problems: [], incidents: [{ kind: 'gap', seq: 1, to: 1 }] });
  });
  test('a record that is dated far from its arrival is an incident', async () => {
    const { items } = await traffic(1);
    const [item] = items.values();
    const { ports, segments } = fakeSealer(items);
    const arrivedAt = decodeRecord(item!.text).at + 60 * 60_000;
    await createSealer(SEALER_CONFIG, ports).onEvents([{ type: 'written', item: item!, arrivedAt }]);
    expect(verifyAll(segments).incidents).toMatchObject([{ kind: 'misdated', seq: 1 }]);
  });
});

test('sealers that run at once and die at any step seal every record once, in one chain of segments', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 25 }),
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      fc.infiniteStream(fc.constantFrom<Fate>('arrives', 'arrives', 'arrives', 'fails', 'lost answer')),
      async (requests, deaths, shards, fates) => {
        const audit = await traffic(requests, () => fates.next().value);
        let step = 0;
        let nextDeath = deaths.shift() ?? Number.POSITIVE_INFINITY;
        const fake = fakeSealer(audit.items, audit.late, () => {
          step += 1;
          if (step >= nextDeath) {
            step = 0;
            nextDeath = deaths.shift() ?? Number.POSITIVE_INFINITY;
            throw new Error('killed');
          }
        });
        const run = () => createSealer({ ...SEALER_CONFIG, maxRecords: 7 }, fake.ports);
        // each shard delivers its batches in order and again until they are taken.
        const byShard = Array.from({ length: shards }, (_, shard) =>
          [...audit.items.values()].filter(({ chain }) => Number.parseInt(chain.slice(0, 2), 16) % shards === shard),
        );
        const untilDone = async (act: () => Promise<unknown>) => {
          for (;;) {
            try {
              return await act();
            } catch (error) {
              if (!(error instanceof Error && error.message === 'killed')) throw error;
            }
          }
        };
        await Promise.all([
          ...byShard.map(async (items) => {
            for (let at = 0; at < items.length; at += 5) {
              await untilDone(() => run().onEvents(writtenEvents(items.slice(at, at + 5))));
            }
          }),
          untilDone(() => run().onHeartbeat()),
        ]);
        await untilDone(() => run().onHeartbeat());

        const distinct = new Set([...audit.items.values()].map(({ text }) => text));
        for (const lines of audit.late.values()) distinct.add(lines.trimEnd());
        if (distinct.size === 0) return;
        const report = verifyAll(fake.segments);
        expect(report).toMatchObject(clean);
        expect(report.records).toBe(distinct.size);
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);
