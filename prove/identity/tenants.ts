import { randomBytes } from 'node:crypto';
import { emulatorConfig, resolveTarget, servicesOf, type Services, type Target } from '../../cli/target';
import { createClient, type ClientCredentials } from '../../cli/onboarding/create-client';
import { createTenant } from '../../cli/onboarding/create-tenant';
import { deleteTenant, disableTenant } from '../../cli/tenants/tenant-operations';
import type { LocalApi } from '../../cli/local-endpoint';

/** A tenant that was onboarded for a proof, with one client that holds every role of its tier. */
export interface ProofTenant extends ClientCredentials {
  readonly tenant: string;
}

/** Onboards and offboards tenants through the code of the operator's commands. */
export class ProofTenants {
  private readonly made: string[] = [];

  private constructor(
    public readonly api: LocalApi,
    public readonly target: Target,
    public readonly services: Services,
  ) {}

  public static async of(api: LocalApi): Promise<ProofTenants> {
    const target = await resolveTarget({ local: true });
    return new ProofTenants(api, target, servicesOf({ clientConfig: emulatorConfig(api.awsEndpoint, api.region) }));
  }

  /** A tenant of the widest tier whose client holds the given roles. */
  public async onboard(roles: readonly string[], scopes?: readonly string[]): Promise<ProofTenant> {
    const tenant = `prove-${randomBytes(4).toString('hex')}`;
    this.made.push(tenant);
    await createTenant(this.target, this.services, { tenant, tier: 'gold' });
    const credentials = await createClient(this.target, this.services, { tenant, name: 'proof', roles, scopes });
    return { tenant, ...credentials };
  }

  public async offboardAll(): Promise<void> {
    for (const tenant of this.made.splice(0)) {
      await disableTenant(this.target, this.services, tenant);
      await deleteTenant(this.target, this.services, tenant);
    }
  }
}
