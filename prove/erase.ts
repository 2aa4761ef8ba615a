import { createPublicKey, randomBytes } from 'node:crypto';
import { GetPublicKeyCommand } from '@aws-sdk/client-kms';
import { contentKeyOf, openContent, trailSecrets } from '../cli/audit/reader-keys';
import { bucketSource } from '../cli/audit/trail-source';
import { readTrail } from '../cli/audit/verify-trail';
import type { Services, Target } from '../cli/target';
import { eraseContent } from '../cli/tenants/erase-content';
import type { VerifiedRecord } from '../lambda/audit/verify';
import { createAuditTrail } from '../lambda/gateway/audit/audit-trail';
import { awsAuditPorts } from '../lambda/gateway/audit/aws-audit-ports';
import type { AuditTrail } from '../lambda/gateway/ports';
import { startOwnEmulator } from '../local/emulator/own-emulator';
import { createStores, type EmulatedStores } from './audit/emulated-stores';
import { emulatedSealer } from './audit/emulated-sealer';
import { serveRequest } from './audit/serve-request';
import type { Proof } from './proof';

const REQUESTS = 20;

async function serve(trail: AuditTrail, tenant: string, from: number): Promise<void> {
  for (let i = from; i < from + REQUESTS; i += 1) {
    await serveRequest(trail, {
      requestId: `${tenant}-${i}`,
      tenant,
      prompt: `prompt ${i} of ${tenant}`,
      answer: `answer ${i} to ${tenant}`,
    });
  }
}

/** How much content of each tenant can be read, by one who holds every key there is. */
async function readable(stores: EmulatedStores, records: readonly VerifiedRecord[]): Promise<Map<string, number>> {
  const secrets = await trailSecrets(stores.kms, stores.macKeyArn);
  const counts = new Map<string, number>();
  for (const { record, content } of records) {
    if (content === undefined) continue;
    const key = await contentKeyOf(stores.dynamodb, stores.contentKeyTable, secrets, record.tenant);
    if (key.state !== 'usable') continue;
    openContent(key.key, record, content);
    counts.set(record.tenant, (counts.get(record.tenant) ?? 0) + 1);
  }
  return counts;
}

/** Erasing a tenant makes its content unreadable for everyone, and touches neither the chain nor other tenants. */
const proof: Proof = {
  name: 'erase',
  summary: "erasing a tenant makes all its content unreadable, other tenants' stays, and the chain verifies as before",
  seconds: 40,
  inTest: true,
  standalone: true,
  async run() {
    const emulator = await startOwnEmulator('erase');
    try {
      const stores = await createStores(emulator.endpoint, 'erase');
      const newTrail = () =>
        createAuditTrail(awsAuditPorts({ ...stores, now: Date.now, newId: () => randomBytes(16).toString('hex') }));
      const sealer = emulatedSealer(stores);
      const { PublicKey } = await stores.kms.send(new GetPublicKeyCommand({ KeyId: stores.signingKeyArn }));
      const publicKey = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
      const read = async () => {
        await sealer.onHeartbeat({ readTable: true });
        const records: VerifiedRecord[] = [];
        const report = await readTrail(bucketSource(stores.s3, stores.auditBucket), {
          publicKey,
          onRecord: (verified) => records.push(verified),
        });
        return { report, records, readable: await readable(stores, records) };
      };

      const trail = newTrail();
      await serve(trail, 'forgotten', 0);
      await serve(trail, 'kept', 0);
      const before = await read();

      const target = {
        clientConfig: {
          endpoint: emulator.endpoint,
          region: 'us-east-1',
          credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        },
        outputs: { contentKeyTable: stores.contentKeyTable, auditMacKeyArn: stores.macKeyArn },
      } as unknown as Target;
      const services = { dynamodb: stores.dynamodb } as Services;
      const erasure = await eraseContent(target, services, 'forgotten');
      const again = await eraseContent(target, services, 'forgotten');
      // an environment that starts after the erasure must not make a new key.
      await serve(newTrail(), 'forgotten', REQUESTS);
      const after = await read();

      const readableBefore = before.readable.get(erasure.pseudonym) ?? 0;
      const readableAfter = after.readable.get(erasure.pseudonym) ?? 0;
      const others = [...after.readable].filter(([tenant]) => tenant !== erasure.pseudonym);
      const othersAfter = others.reduce((sum, [, count]) => sum + count, 0);
      const problems = before.report.problems.length + after.report.problems.length + after.report.incidents.length;
      return {
        holds:
          readableBefore === 2 * REQUESTS &&
          readableAfter === 0 &&
          othersAfter === 2 * REQUESTS &&
          problems === 0 &&
          after.report.records === 6 * REQUESTS &&
          !erasure.restorable &&
          again.erasedAt === erasure.erasedAt,
        figures: {
          readableBefore,
          readableAfter,
          othersReadableAfter: othersAfter,
          recordsVerified: after.report.records,
          problems,
          keyRestorable: erasure.restorable,
        },
        conditions:
          'tables, bucket and KMS of the emulator; the reader holds every key of the deployment; ciphertext stays in the locked bucket',
      };
    } finally {
      await emulator.stop();
    }
  },
};

export default proof;
