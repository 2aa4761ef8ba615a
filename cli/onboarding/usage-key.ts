import { createHash } from 'node:crypto';
import {
  ConflictException,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteApiKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeysCommand,
  GetUsagePlanKeyCommand,
  NotFoundException,
  type ApiKey,
} from '@aws-sdk/client-api-gateway';
import { CommandError } from '../command-error';
import type { Services, Target } from '../target';

/**
 * Value of the API key that a tenant's calls are counted under. The authorizer computes the same; it is no secret.
 *
 * Of stack and tenant: two stacks may share a user pool, and people share one app client.
 */
export function usageKeyValue(stackId: string, tenant: string): string {
  return createHash('sha256').update(`${stackId}\n${tenant}`).digest('hex');
}

function keyName(target: Target, tenant: string): string {
  return `${target.stackName}-tenant-${tenant}`;
}

/** Finds a tenant's key by its name, which only the commands give. */
export async function findUsageKey(
  target: Target,
  { apiGateway }: Services,
  tenant: string,
): Promise<ApiKey | undefined> {
  const name = keyName(target, tenant);
  let position: string | undefined;
  do {
    const page = await apiGateway.send(new GetApiKeysCommand({ nameQuery: name, limit: 500, position }));
    const key = page.items?.find((each) => each.name === name);
    if (key) return key;
    position = page.position;
  } while (position !== undefined);
  return undefined;
}

/** Puts a tenant's key into the usage plan of its tier, and takes it out of any other; waits until it is there. */
export async function putUsageKey(target: Target, services: Services, tenant: string, tier: string): Promise<void> {
  const { apiGateway } = services;
  const { usagePlanIds } = target.outputs;
  const plan = usagePlanIds[tier];
  if (plan === undefined) {
    throw new CommandError(`tier '${tier}': expected one of ${Object.keys(usagePlanIds).join(', ')}`);
  }
  const keyId = await keyIdOf(target, services, tenant);
  for (const other of Object.values(usagePlanIds)) {
    if (other === plan) continue;
    await apiGateway
      .send(new DeleteUsagePlanKeyCommand({ usagePlanId: other, keyId }))
      .catch(ignore((error) => error instanceof NotFoundException));
  }
  await apiGateway
    .send(new CreateUsagePlanKeyCommand({ usagePlanId: plan, keyId, keyType: 'API_KEY' }))
    .catch(ignore((error) => error instanceof ConflictException));
  await untilPresent(() => apiGateway.send(new GetUsagePlanKeyCommand({ usagePlanId: plan, keyId })));
}

async function keyIdOf(target: Target, services: Services, tenant: string): Promise<string> {
  const existing = await findUsageKey(target, services, tenant);
  if (existing?.id !== undefined) return existing.id;
  const { id } = await services.apiGateway.send(
    new CreateApiKeyCommand({
      name: keyName(target, tenant),
      value: usageKeyValue(target.stackId, tenant),
      enabled: true,
      description: 'Counts the calls of a tenant; made by llm-api, no secret',
    }),
  );
  if (id === undefined) throw new CommandError(`usage key of tenant '${tenant}': expected an id, got none`);
  return id;
}

/** Deletes a tenant's key; API Gateway then refuses the tenant's calls by itself. */
export async function deleteUsageKey(target: Target, services: Services, tenant: string): Promise<void> {
  const key = await findUsageKey(target, services, tenant);
  if (key?.id !== undefined) await services.apiGateway.send(new DeleteApiKeyCommand({ apiKey: key.id }));
}

function ignore(expected: (error: unknown) => boolean): (error: unknown) => void {
  return (error) => {
    if (!expected(error)) throw error;
  };
}

/** A new key takes a moment to become visible. */
async function untilPresent(read: () => Promise<unknown>): Promise<void> {
  const waits = [100, 200, 400, 800, 1600, 3200];
  for (;;) {
    try {
      await read();
      return;
    } catch (error) {
      const wait = waits.shift();
      if (!(error instanceof NotFoundException) || wait === undefined) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
