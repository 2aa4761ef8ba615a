import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAuditTrail } from '../../lambda/gateway/audit/audit-trail';
import { awsAuditPorts } from '../../lambda/gateway/audit/aws-audit-ports';
import { type EmulatedStores, emulatorClients } from './emulated-stores';
import { emulatedSealer } from './emulated-sealer';
import { serveRequest } from './serve-request';

/** What a worker is told. */
export interface WorkerTask {
  readonly role: 'gateway' | 'sealer';
  readonly name: string;
  readonly endpoint: string;
  readonly names: Omit<EmulatedStores, 'dynamodb' | 's3' | 'kms'>;
}

/** A process that is killed at any moment: serves requests, or seals, until then. */
async function main(task: WorkerTask): Promise<void> {
  const stores = { ...emulatorClients(task.endpoint), ...task.names };
  if (task.role === 'sealer') {
    const sealer = emulatedSealer(stores);
    for (;;) {
      await sealer.onHeartbeat({ readTable: true }).catch(() => undefined);
      await sleep(100);
    }
  }
  const trail = createAuditTrail(
    awsAuditPorts({ ...stores, now: Date.now, newId: () => randomBytes(16).toString('hex') }),
  );
  let next = 0;
  const serve = async (): Promise<never> => {
    for (;;) {
      const request = `${task.name}-${next++}`;
      try {
        await serveRequest(trail, { requestId: request, tenant: 'acme' });
        // the answer's end, as the caller sees it: written at once, or never.
        writeSync(1, `${request}\n`);
      } catch {
        // 503: nothing was promised.
        await sleep(20);
      }
    }
  };
  await Promise.all([serve(), serve(), serve(), serve()]);
}

void main(JSON.parse(process.argv[2] ?? '{}') as WorkerTask);
