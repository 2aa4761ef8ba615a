import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { STOP_KEY } from '../lambda/gateway/budget/stop-switch';
import { fetchToken } from '../cli/access-token';
import { requireClient, revokeClient } from '../cli/clients/client-operations';
import { createClient } from '../cli/onboarding/create-client';
import { createTenant } from '../cli/onboarding/create-tenant';
import { resolveTarget, servicesOf, type Services, type Target } from '../cli/target';
import { deleteTenant, disableTenant, enableTenant } from '../cli/tenants/tenant-operations';
import type { Proof, ProofContext, ProofResult } from './proof';

/** A revoked caller is refused after at most this time. */
const LIMIT_MS = 1_000;
const ROLES = ['assistant', 'builder'];

/** Calls the API with one token, again and again, as a client would that never asks for another. */
class Caller {
  public constructor(
    private readonly baseUrl: string,
    private readonly token: string,
    private readonly model: string,
  ) {}

  public async call(): Promise<{ readonly status: number; readonly code: string | undefined }> {
    const answer = await fetch(`${this.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: this.model,
        max_tokens: 8,
        messages: [{ role: 'user', content: 'Hello' }],
      }),
    });
    const body = (await answer.json()) as { readonly error?: { readonly code?: string } };
    return { status: answer.status, code: body.error?.code };
  }

  /**
   * How long after `since` the first request was begun that was refused for the reason. Requests that had begun
   * before are answered: they were admitted.
   */
  public async refusedAfter(since: number, code: string): Promise<number> {
    const until = since + 20_000;
    while (Date.now() < until) {
      const began = Date.now();
      const answer = await this.call();
      if (answer.code === code) return began - since;
      await sleep(20);
    }
    return Infinity;
  }
}

async function prove({ say, localApi }: ProofContext): Promise<ProofResult> {
  const api = await localApi();
  const target = await resolveTarget({ local: true });
  const services = servicesOf(target);
  const model = (api as unknown as { readonly model?: string }).model ?? 'nova-lite';
  const tenant = `revocation-${Date.now().toString(36)}`;
  await createTenant(target, services, { tenant, tier: tierOf(target) });
  const figures: Record<string, number> = {};
  try {
    const caller = await callerOf(target, services, tenant, 'to-be-revoked', model);
    const before = await caller.call();
    if (before.status !== 200) throw new Error(`before the revocation: expected 200, got ${before.status}`);
    const client = await requireClient(target, services, tenant, 'to-be-revoked');
    figures['clientRefusedAfterMs'] = await measured(caller, 'client_revoked', () =>
      revokeClient(target, services, client),
    );
    say(`client: refused ${figures['clientRefusedAfterMs']} ms after the command, its token lives on`);

    const other = await callerOf(target, services, tenant, 'other', model);
    await other.call();
    figures['tenantRefusedAfterMs'] = await measured(other, 'tenant_disabled', () =>
      disableTenant(target, services, tenant),
    );
    say(`tenant: refused ${figures['tenantRefusedAfterMs']} ms after the command`);
    await enableTenant(target, services, tenant);
    await untilAnswered(other);

    const Key = { pk: { S: STOP_KEY } };
    const TableName = target.outputs.budgetTable;
    // ends by itself: a proof that is killed must not leave a stopped API behind.
    const until = { N: String(Math.ceil(Date.now() / 1000) + 60) };
    figures['everybodyRefusedAfterMs'] = await measured(other, 'api_stopped', () =>
      services.dynamodb.send(new PutItemCommand({ TableName, Item: { ...Key, until } })),
    );
    await services.dynamodb.send(new DeleteItemCommand({ TableName, Key }));
    say(`everybody: refused ${figures['everybodyRefusedAfterMs']} ms after the stop`);
  } finally {
    await deleteTenant(target, services, tenant);
  }
  return {
    holds: Object.values(figures).length === 3 && Object.values(figures).every((ms) => ms <= LIMIT_MS),
    figures,
    conditions:
      'one token each, valid for an hour and never renewed, through the local edge with its authorizer cache; counted from the end of the command to the begin of the first request that is refused',
  };
}

/** Runs a command while the caller calls; from the end of the command on, no new request may pass for long. */
async function measured(caller: Caller, code: string, command: () => Promise<unknown>): Promise<number> {
  await command();
  return caller.refusedAfter(Date.now(), code);
}

/** The gateway looks again at rows that refuse after a second. */
async function untilAnswered(caller: Caller): Promise<void> {
  const until = Date.now() + 5_000;
  for (;;) {
    const { status } = await caller.call();
    if (status === 200) return;
    if (Date.now() > until) throw new Error(`after the suspension: expected 200, got ${status}`);
    await sleep(100);
  }
}

async function callerOf(
  target: Target,
  services: Services,
  tenant: string,
  name: string,
  model: string,
): Promise<Caller> {
  const { clientId, clientSecret } = await createClient(target, services, { tenant, name, roles: ROLES });
  return new Caller(target.baseUrl, await fetchToken(target.tokenUrl, { clientId, clientSecret }), model);
}

/** Any tier will do; the last is the largest. */
function tierOf(target: Target): string {
  return Object.keys(target.outputs.usagePlanIds).at(-1) ?? '';
}

const proof: Proof = {
  name: 'revocation',
  summary:
    'a revoked client, a suspended tenant and a stopped API are refused within a second, although tokens live on',
  seconds: 30,
  inTest: true,
  run: prove,
};

export default proof;
