import type { FailingPart, Manner } from '../../lambda/core/failure-modes';
import type { LocalApiControl } from '../../local/api';
import type { MockFault } from '../../local/bedrock/bedrock-mock';
import type { ServiceFault } from '../../local/service-gate';

/** How a part of the running API is made to fail. */
export interface Injection {
  /** Faults of services, until they are taken back. */
  readonly services?: readonly Omit<ServiceFault, 'mode'>[];
  /** The model itself, before it says a word. */
  readonly model?: Readonly<Record<Manner, MockFault>>;
  /** What the model is told to do in the middle of its answer. */
  readonly directives?: Readonly<Record<Manner, string>>;
  /** What a cold start of this part is. */
  readonly cold: 'gateway' | 'authorizer';
  /** Through which function the request goes. */
  readonly through: 'api' | 'outsideModel';
}

const MODES: Readonly<Record<Manner, ServiceFault['mode']>> = {
  down: 'down',
  slow: 'slow',
  throttled: 'throttle',
  wrong: 'wrong',
};

/** Longer than any client of the functions waits. */
const SLOW_MS = 5_000;

/** How each part of the table fails; a new row without a way to take it away does not compile. */
export function injectionsOf({ endpoint: { outputs } }: LocalApiControl): Readonly<Record<FailingPart, Injection>> {
  const gateway = { cold: 'gateway', through: 'api' } as const;
  const table = (output: string): Omit<ServiceFault, 'mode'> => {
    const match = outputs[output];
    if (match === undefined) throw new Error(`faults: expected an output ${output}, got none`);
    return { service: 'dynamodb', match };
  };
  return {
    auditTable: { ...gateway, services: [table('AuditTableName')] },
    auditBucket: { ...gateway, services: [{ service: 's3' }] },
    auditTableAndBucket: { ...gateway, services: [table('AuditTableName'), { service: 's3' }] },
    budgetTable: { ...gateway, services: [table('BudgetTableName')] },
    tenantTable: { ...gateway, services: [table('TenantTableName')] },
    kms: { ...gateway, services: [{ service: 'kms' }] },
    model: {
      ...gateway,
      model: {
        down: { cut: true },
        slow: { delayMs: 1_500 },
        throttled: { error: { code: 'ThrottlingException', status: 429 } },
        wrong: { nonsense: true },
      },
      directives: {
        down: '[[n=8]][[ms=40]][[cut=4]]',
        slow: '[[n=4]][[ms=500]]',
        throttled: '[[n=8]][[ms=40]][[miderr=4]]',
        wrong: '[[n=8]][[ms=40]][[wrong=4]]',
      },
    },
    issuerKeys: { services: [{ service: 'jwks' }], cold: 'authorizer', through: 'api' },
    secrets: { services: [{ service: 'secretsmanager' }], cold: 'gateway', through: 'outsideModel' },
    logs: { ...gateway, services: [{ service: 'logs' }, { service: 'monitoring' }] },
  };
}

/** Takes the part away. */
export async function inject(api: LocalApiControl, { services, model }: Injection, manner: Manner): Promise<void> {
  if (services)
    await api.setServiceFaults(
      services.map((fault) => ({ ...fault, mode: MODES[manner], ...(manner === 'slow' ? { delayMs: SLOW_MS } : {}) })),
    );
  if (model) await api.setModelFault(model[manner]);
}

/** Gives everything back. */
export async function giveBack(api: LocalApiControl): Promise<void> {
  await api.setServiceFaults([]);
  await api.setModelFault({});
}
