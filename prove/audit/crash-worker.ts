import { createHash, randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAuditTrail } from '../../lambda/gateway/audit/audit-trail';
import { awsAuditPorts } from '../../lambda/gateway/audit/aws-audit-ports';
import { type EmulatedStores, emulatorClients } from './emulated-stores';
import { emulatedSealer } from './emulated-sealer';

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
        const open = await trail.open({
          requestId: request,
          atMs: Date.now(),
          principal: { tenant: 'acme', client: 'crash', roles: [], scopes: [] },
          route: '/chat/completions',
          model: 'model',
          promptDigest: createHash('sha256').update(request).digest('hex'),
          policyName: null,
          policyVersion: null,
        });
        await open.close({
          atMs: Date.now(),
          status: 200,
          reason: null,
          check: null,
          findings: [],
          answerDigest: null,
          inputTokens: 1,
          outputTokens: 1,
          microUsd: 1,
        });
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
