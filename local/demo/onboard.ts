import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onboardDemoTenant } from '../../cli/onboarding/onboard-demo-tenant';
import { servicesOf, targetOf, type Target } from '../../cli/target';
import type { GatewayDeployment } from '../../lib/gateway/deployment';
import type { LocalAws } from '../aws';
import type { Deployment } from '../deploy/deployment';

/** The demo tenant's client, and a model that it may use. */
export interface DemoClient {
  readonly tenant: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly model: string;
  readonly target: Target;
}

/** Onboards the demo tenant into the widest tier of the config, by the operations that an operator uses. */
export async function onboard(deployment: Deployment, aws: LocalAws, baseUrl: string): Promise<DemoClient> {
  const { assembly, outputs, stackId } = deployment;
  const stack = {
    StackName: assembly.stackName,
    StackId: stackId,
    CreationTime: undefined,
    StackStatus: undefined,
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
  const target: Target = {
    ...targetOf('local', stack, aws),
    baseUrl: `${baseUrl}/v1`,
    tokenUrl: `${baseUrl}/oauth2/token`,
  };
  const { tier, roles, model } = choose(gatewayDeployment(deployment));
  const services = servicesOf(target);
  try {
    const { tenant, clientId, clientSecret } = await onboardDemoTenant(target, services, { tier, roles });
    return { tenant, clientId, clientSecret, model, target };
  } finally {
    for (const client of Object.values(services) as { destroy: () => void }[]) client.destroy();
  }
}

/** The config as it ships beside the gateway's bundle. */
export function gatewayDeployment({ assembly, methods }: Deployment): GatewayDeployment {
  const id = methods[0]?.function ?? '';
  const code = assembly.template.Resources[id]?.Properties?.Code as { S3Key?: unknown } | undefined;
  const asset = assembly.assets.find(({ destinations }) =>
    destinations.some(({ objectKey }) => objectKey === code?.S3Key),
  );
  return JSON.parse(readFileSync(join(asset?.path ?? '', 'deployment.json'), 'utf8')) as GatewayDeployment;
}

/** The last tier is the widest; in it, the demo client holds every role that may use a model. */
function choose({ tiers, roles, models }: GatewayDeployment): {
  tier: string;
  roles: readonly string[];
  model: string;
} {
  const tier = tiers.at(-1);
  const open = roles.filter(({ name, models: granted }) => tier?.roles.includes(name) && granted.length > 0);
  const model = models.find(({ kind, name }) => kind === 'chat' && open.some((role) => role.models.includes(name)));
  if (!tier || !model) throw new Error('config: expected a tier with a role that may use a chat model, got none');
  return { tier: tier.name, roles: open.map(({ name }) => name), model: model.name };
}
