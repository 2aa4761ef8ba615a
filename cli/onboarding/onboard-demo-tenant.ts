import type { Services, Target } from '../target';
import { createClient, type ClientCredentials } from './create-client';
import { createTenant } from './create-tenant';

/** The demo tenant of a local start, with its first client. */
export interface DemoTenant extends ClientCredentials {
  readonly tenant: string;
}

/** How the demo tenant is made. */
export interface DemoTenantOptions {
  /** @default - the first tier of the stack */
  readonly tier?: string;
  /** Roles that the demo client's tokens carry. */
  readonly roles: readonly string[];
}

const TENANT = 'demo';

/** Onboards the demo tenant by the very operations that an operator uses; run again it changes nothing. */
export async function onboardDemoTenant(
  target: Target,
  services: Services,
  options: DemoTenantOptions,
): Promise<DemoTenant> {
  const tier = options.tier ?? Object.keys(target.outputs.usagePlanIds)[0] ?? '';
  await createTenant(target, services, { tenant: TENANT, tier, name: 'Demo' });
  const client = await createClient(target, services, { tenant: TENANT, name: 'demo', roles: options.roles });
  return { tenant: TENANT, ...client };
}
