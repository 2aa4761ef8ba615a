import { createSealer } from '../../lambda/audit/sealer';
import { createAuditTrail } from '../../lambda/gateway/audit/audit-trail';
import { fakeSealer, SEALER_CONFIG, writtenEvents } from '../../test/audit/fakes';
import { fakeAudit, OUTCOME, subjectOf } from '../../test/gateway/audit/fakes';
import type { Random } from './random';

/** A sealed trail of random shape, made by the gateway's audit trail and the sealer over stores in memory. */
export async function memoryTrail(random: Random): Promise<ReadonlyMap<number, Buffer>> {
  const audit = fakeAudit();
  const fake = fakeSealer(audit.items, audit.late);
  const sealer = createSealer({ ...SEALER_CONFIG, maxRecords: random.between(5, 40) }, fake.ports);
  const environments = Array.from({ length: random.between(1, 4) }, () => createAuditTrail(audit.ports));
  let delivered = 0;
  for (let round = random.between(2, 5); round > 0; round -= 1) {
    await Promise.all(
      Array.from({ length: random.between(5, 30) }, async (_, i) => {
        const trail = random.pick(environments);
        const content = random.next() < 0.3 ? `prompt ${i}` : undefined;
        const subject = subjectOf(`r-${round}-${i}`, { content });
        if (random.next() < 0.2) {
          await trail.refuse(subject, { ...OUTCOME, status: 400, reason: 'prompt_injection' });
        } else {
          await (await trail.open(subject)).close(OUTCOME);
        }
      }),
    );
    const items = [...audit.items.values()];
    await sealer.onEvents(writtenEvents(items.slice(delivered)));
    delivered = items.length;
    fake.state.now += 60_000;
  }
  await sealer.onHeartbeat();
  return fake.segments;
}
