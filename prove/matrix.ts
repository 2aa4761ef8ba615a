import { usageKey } from '../lambda/core/usage-key';
import { SCOPE_TABLE, SCOPES, type ScopeRow } from '../lib/private/scope-table';
import { fetchToken } from '../cli/access-token';
import { ProofTenants, type ProofTenant } from './identity/tenants';
import type { Proof, ProofContext, ProofResult } from './proof';

const EVERY_ROLE = ['assistant', 'builder', 'operator'];
/** Calls that each tenant makes first, all different, so that an answer tells whose numbers it holds. */
const CALLS = [1, 2, 4];

/** A body that each method accepts, so that a refusal is about the caller and nothing else. */
const BODIES: Readonly<Record<string, unknown>> = {
  '/chat/completions': { model: 'nova-lite', messages: [{ role: 'user', content: 'Is Paris a city?' }], max_tokens: 5 },
  '/responses': { model: 'nova-lite', input: 'Is Paris a city?', max_output_tokens: 16 },
  '/embeddings': { model: 'titan-embed', input: 'yes' },
  '/guard': { items: [{ id: '1', text: 'yes' }] },
};

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function call(
  baseUrl: string,
  { method, path }: Pick<ScopeRow, 'path'> & { readonly method: string },
  token: string,
  over: { readonly headers?: Record<string, string>; readonly query?: string; readonly body?: object } = {},
): Promise<Answer> {
  const body = BODIES[path];
  const response = await fetch(`${baseUrl}${path}${over.query ?? ''}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...over.headers },
    ...(method === 'POST' ? { body: JSON.stringify({ ...(body ?? {}), ...over.body }) } : {}),
  });
  return { status: response.status, text: await response.text() };
}

/** Requests of the day, as the usage answer counts them for the client. */
function tokensOfDay({ text }: Answer): number {
  const { client } = JSON.parse(text) as { client?: { tokensPerDay?: { used?: number } } };
  return client?.tokensPerDay?.used ?? -1;
}

/** Every way in which a caller can name another tenant, one at a time and all at once. */
function impostures(other: ProofTenant, stackId: string): Readonly<Record<string, Parameters<typeof call>[3]>> {
  const key = { 'x-api-key': usageKey(stackId, other.tenant) };
  const headers = {
    'x-tenant': other.tenant,
    'x-tenant-id': other.tenant,
    'x-client-id': other.clientId,
    'x-amzn-oidc-identity': other.clientId,
    'openai-organization': other.tenant,
    'openai-project': other.tenant,
  };
  const query = `?tenant=${other.tenant}&client=${other.clientId}&client_id=${other.clientId}`;
  const body = { user: other.clientId, metadata: { tenant: other.tenant, client: other.clientId } };
  return {
    token: {},
    key: { headers: key },
    header: { headers },
    query: { query },
    body: { body },
    everything: { headers: { ...headers, ...key }, query, body },
  };
}

/** tenant × tenant × place: nobody reads, spends or names anybody else. */
async function crossReads(tenants: ProofTenants, say: ProofContext['say']) {
  const { api, target } = tenants;
  const usage = { method: 'GET', path: '/usage' } as const;
  const chat = { method: 'POST', path: '/chat/completions' } as const;
  const all: { tenant: ProofTenant; token: string; used: number }[] = [];
  for (const calls of CALLS) {
    const tenant = await tenants.onboard(EVERY_ROLE);
    const token = await fetchToken(api.tokenUrl, tenant);
    for (let at = 0; at < calls; at += 1) {
      const { status, text } = await call(api.baseUrl, chat, token);
      if (status !== 200) throw new Error(`${tenant.tenant}: expected 200 for its own call, got ${status} ${text}`);
    }
    all.push({ tenant, token, used: tokensOfDay(await call(api.baseUrl, usage, token)) });
  }
  if (new Set(all.map(({ used }) => used)).size !== all.length) throw new Error('the tenants must differ in use');

  let cells = 0;
  let reads = 0;
  for (const me of all) {
    for (const other of all) {
      for (const [place, over] of Object.entries(impostures(other.tenant, target.stackId))) {
        const mine = await call(api.baseUrl, usage, me.token, over);
        const spoken = me === other ? '' : mine.text;
        const leaks =
          mine.status !== 200 ||
          tokensOfDay(mine) !== me.used ||
          [other.tenant.tenant, other.tenant.clientId].some((name) => spoken.includes(name));
        cells += 1;
        if (!leaks) continue;
        reads += 1;
        say(
          `matrix: ${me.tenant.tenant} as ${other.tenant.tenant} by ${place}: got ${mine.status} ${mine.text.slice(0, 200)}`,
        );
      }
    }
  }

  // spending in another's name: the other's numbers do not move, one's own do.
  let moved = 0;
  for (const me of all) {
    for (const other of all.filter((each) => each !== me)) {
      const before = tokensOfDay(await call(api.baseUrl, usage, other.token));
      for (const [place, over] of Object.entries(impostures(other.tenant, target.stackId))) {
        const { status, text } = await call(api.baseUrl, chat, me.token, over);
        cells += 1;
        // a field of the body that this API does not know may be refused: then nothing was spent at all.
        if (status === 200 || status === 400) continue;
        moved += 1;
        say(
          `matrix: ${me.tenant.tenant} spends as ${other.tenant.tenant} by ${place}: got ${status} ${text.slice(0, 200)}`,
        );
      }
      if (tokensOfDay(await call(api.baseUrl, usage, other.token)) !== before) {
        moved += 1;
        say(`matrix: ${me.tenant.tenant} moved the numbers of ${other.tenant.tenant}`);
      }
    }
  }

  // a key alone is nobody.
  const keyAlone: number[] = [];
  for (const { tenant } of all) {
    const headers = { 'x-api-key': usageKey(target.stackId, tenant.tenant), 'user-agent': 'prove' };
    keyAlone.push((await fetch(`${api.baseUrl}/usage`, { headers })).status);
  }
  return { cells, reads, moved, keyAlone };
}

/** scope × method × path, with one token for all methods of a scope: the second to the last are served from the cache. */
async function scopeCells(tenants: ProofTenants, say: ProofContext['say']) {
  const { api } = tenants;
  const client = await tenants.onboard(EVERY_ROLE, SCOPES);
  let cells = 0;
  let wrong = 0;
  let slowestTokenMs = 0;
  for (const scope of SCOPES) {
    for (const order of [SCOPE_TABLE, [...SCOPE_TABLE].reverse()]) {
      const token = await fetchToken(api.tokenUrl, client, scope);
      const started = Date.now();
      for (const row of order) {
        const { status, text } = await call(api.baseUrl, row, token);
        const passed = status !== 401 && status !== 403;
        cells += 1;
        if (passed === (row.scope === scope) && (passed ? status === 200 : status === 403)) continue;
        wrong += 1;
        say(`matrix: ${scope} on ${row.method} ${row.path}: got ${status} ${text.slice(0, 200)}`);
      }
      slowestTokenMs = Math.max(slowestTokenMs, Date.now() - started);
    }
  }

  // what the table does not declare does not exist, whatever the token carries.
  const token = await fetchToken(api.tokenUrl, client, SCOPES.join(' '));
  for (const { method, path } of SCOPE_TABLE) {
    const others = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'].filter((other) => other !== method);
    for (const other of others) {
      const { status } = await call(api.baseUrl, { method: other, path }, token);
      cells += 1;
      if (status === 403 || status === 404 || status === 405) continue;
      wrong += 1;
      say(`matrix: ${other} ${path}: expected 403, 404 or 405, got ${status}`);
    }
  }
  return { cells, wrong, slowestTokenMs };
}

async function run({ say, localApi }: ProofContext): Promise<ProofResult> {
  const tenants = await ProofTenants.of(await localApi());
  try {
    const cross = await crossReads(tenants, say);
    const scopes = await scopeCells(tenants, say);
    const keysRefused = cross.keyAlone.every((status) => status === 401);
    return {
      holds:
        cross.reads === 0 && cross.moved === 0 && keysRefused && scopes.wrong === 0 && scopes.slowestTokenMs < 300_000,
      figures: {
        tenantCells: cross.cells,
        crossReads: cross.reads,
        crossSpends: cross.moved,
        keyAlone: [...new Set(cross.keyAlone)].join(' '),
        scopeCells: scopes.cells,
        scopeCellsWrong: scopes.wrong,
        slowestTokenSeconds: Math.round(scopes.slowestTokenMs / 100) / 10,
      },
      conditions:
        `${CALLS.length} tenants, each against each; ${SCOPES.length} scopes × ${SCOPE_TABLE.length} methods, forwards and ` +
        'backwards with one token each, all within the 300 s for which the authorizer is cached; the running local API.',
    };
  } finally {
    await tenants.offboardAll();
  }
}

const proof: Proof = {
  name: 'matrix',
  summary: 'nobody reads or spends as another tenant, and a scope opens its own methods alone, whatever was cached',
  seconds: 60,
  inTest: true,
  run,
};
export default proof;
