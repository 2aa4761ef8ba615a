import { randomBytes, type JsonWebKey } from 'node:crypto';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { forgeries } from './identity/forgeries';
import {
  authorizeUrl,
  createPerson,
  deletePerson,
  exchangeCode,
  newPkce,
  peopleClient,
  signInByForms,
  type PersonTokens,
} from './identity/people';
import { fetchToken, tokenRequest } from '../cli/access-token';
import { ProofTenants } from './identity/tenants';
import type { Proof, ProofContext, ProofResult } from './proof';

/** Status and error code of a chat request with any Authorization headers, repeated ones included. */
function send(url: string, authorization: readonly string[]): Promise<{ status: number; code: string | undefined }> {
  return new Promise((resolve, reject) => {
    // a flat list keeps a repeated header as it is; the web ACL wants a user agent.
    const body = JSON.stringify({
      model: 'nova-lite',
      messages: [{ role: 'user', content: 'Is Paris a city?' }],
      max_tokens: 5,
    });
    const headers = ['user-agent', 'prove', 'host', new URL(url).host, 'content-type', 'application/json'];
    headers.push('content-length', String(Buffer.byteLength(body)));
    const call = request(url, {
      method: 'POST',
      headers: [...headers, ...authorization.flatMap((value) => ['authorization', value])],
    });
    call.on('error', reject).on('response', (response) => {
      let answer = '';
      response.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, code: errorCode(answer) }));
    });
    call.end(body);
  });
}

function errorCode(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { error?: { code?: string } }).error?.code;
  } catch {
    return undefined;
  }
}

/** Keys of the audit trail's records: the gateway writes at least one for every request that reaches it. */
async function auditRecords({ target, services }: ProofTenants): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  const pages = paginateScan(
    { client: services.dynamodb },
    { TableName: target.outputs.auditTable, ProjectionExpression: 'pk, sk', ConsistentRead: true },
  );
  for await (const { Items = [] } of pages) for (const { pk, sk } of Items) keys.add(JSON.stringify([pk, sk]));
  return keys;
}

/** Records that are there now and were not before; the sealer may have taken others away meanwhile. */
async function newRecords(tenants: ProofTenants, before: ReadonlySet<string>): Promise<number> {
  return [...(await auditRecords(tenants))].filter((key) => !before.has(key)).length;
}

/** A token of another pool of the same emulator, signed by its own key, with scopes of the same names. */
async function foreignToken({
  api,
  services: { cognito },
}: ProofTenants): Promise<{ token: string; remove: () => Promise<void> }> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'prove-foreign' }));
  const UserPoolId = UserPool?.Id ?? '';
  await cognito.send(
    new CreateUserPoolDomainCommand({ UserPoolId, Domain: `prove-${randomBytes(6).toString('hex')}` }),
  );
  await cognito.send(
    new CreateResourceServerCommand({
      UserPoolId,
      Identifier: 'llm',
      Name: 'llm',
      Scopes: [{ ScopeName: 'usage', ScopeDescription: 'usage' }],
    }),
  );
  const { UserPoolClient: client } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'foreign',
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['llm/usage'],
    }),
  );
  const credentials = { clientId: client?.ClientId ?? '', clientSecret: client?.ClientSecret ?? '', created: true };
  return {
    token: await fetchToken(api.tokenUrl, credentials),
    remove: async () => {
      await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
    },
  };
}

/** Whether a client of our pool that belongs to no tenant is given a token: the trigger must refuse it. */
async function strangerGetsToken({ api, target, services: { cognito } }: ProofTenants): Promise<boolean> {
  const UserPoolId = target.outputs.userPoolId;
  const { UserPoolClient: client } = await cognito.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'prove-nobody',
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['llm/usage'],
    }),
  );
  const ClientId = client?.ClientId ?? '';
  try {
    const response = await tokenRequest(api.tokenUrl, { clientId: ClientId, clientSecret: client?.ClientSecret ?? '' });
    return (await response.text()).includes('access_token');
  } finally {
    await cognito.send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));
  }
}

/** Tokens of a person who signed in through the hosted login with PKCE. */
async function personTokens(
  tenants: ProofTenants,
  tenant: string,
): Promise<PersonTokens & { remove: () => Promise<void> }> {
  const { api, target, services } = tenants;
  const client = await peopleClient(target, services);
  const person = await createPerson(target, services, tenant, ['assistant']);
  const { verifier, challenge } = newPkce();
  const scope = 'openid llm/chat llm/embed llm/usage llm/admin';
  const url = authorizeUrl(api, client, { scope, code_challenge: challenge, code_challenge_method: 'S256' });
  const back = await signInByForms(url, person);
  const response = await exchangeCode(api, client, back.searchParams.get('code') ?? '', verifier);
  const tokens = (await response.json()) as PersonTokens;
  return { ...tokens, remove: () => deletePerson(target, services, person) };
}

async function run({ say, localApi }: ProofContext): Promise<ProofResult> {
  const api = await localApi();
  const tenants = await ProofTenants.of(api);
  const asked: string[] = [];
  const lure = createServer((incoming, response) => {
    asked.push(incoming.url ?? '');
    response.end('{"keys":[]}');
  });
  await new Promise<void>((resolve) => lure.listen(0, '127.0.0.1', resolve));
  const lureUrl = `http://127.0.0.1:${(lure.address() as AddressInfo).port}/jwks.json`;
  const cleanups: (() => Promise<void>)[] = [() => tenants.offboardAll()];

  try {
    const { tenant, ...client } = await tenants.onboard(['assistant', 'builder']);
    const real = await fetchToken(api.tokenUrl, client);
    const chat = `${api.baseUrl}/chat/completions`;
    const keysUrl = `${api.awsEndpoint}/${tenants.target.outputs.userPoolId}/.well-known/jwks.json`;
    const { keys } = (await (await fetch(keysUrl)).json()) as { keys: JsonWebKey[] };

    const foreign = await foreignToken(tenants);
    const person = await personTokens(tenants, tenant);
    cleanups.push(foreign.remove, person.remove);

    const accepted = await send(chat, [`Bearer ${real}`]);
    const personAccepted = await send(chat, [`Bearer ${person.access_token}`]);
    const before = await auditRecords(tenants);

    const cases: { readonly what: string; readonly authorization: readonly string[] }[] = [
      ...forgeries(real, keys, lureUrl).map(({ what, token }) => ({ what, authorization: [`Bearer ${token}`] })),
      { what: "another pool's token", authorization: [`Bearer ${foreign.token}`] },
      { what: 'an id token of our pool', authorization: [`Bearer ${person.id_token}`] },
      { what: 'a refresh token of our pool', authorization: [`Bearer ${person.refresh_token}`] },
      { what: 'no Authorization header', authorization: [] },
      { what: 'another scheme', authorization: [`Basic ${real}`] },
      { what: 'two Authorization headers', authorization: [`Bearer ${real}`, `Bearer ${real}`] },
      { what: 'two tokens in one header', authorization: [`Bearer ${real}, Bearer ${real}`] },
    ];
    let refused = 0;
    const started = Date.now();
    for (const { what, authorization } of cases) {
      const { status, code } = await send(chat, authorization);
      if (status === 401 && code === 'unauthenticated') refused += 1;
      else say(`tokens: '${what}': expected 401 unauthenticated, got ${status} ${code ?? ''}`);
    }
    const millisecondsEach = Math.round((Date.now() - started) / cases.length);
    const reached = await newRecords(tenants, before);

    // a person's role is narrower than the scopes that the login was asked for.
    const embeddings = await fetch(`${api.baseUrl}/embeddings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${person.access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'titan-embed', input: 'x' }),
    });
    const stranger = await strangerGetsToken(tenants);
    const still = await send(chat, [`Bearer ${real}`]);
    const recorded = await newRecords(tenants, before);

    const figures = {
      forged: cases.length,
      refusedWith401: refused,
      reachedTheGateway: reached,
      millisecondsEach,
      attackerAddressesAsked: asked.length,
      machineTokenAccepted: accepted.status === 200 && still.status === 200,
      personTokenAccepted: personAccepted.status === 200,
      personBeyondRole: embeddings.status,
      clientWithoutTenantGetsToken: stranger,
      acceptedRequestsAreRecorded: recorded > 0,
    };
    const holds =
      refused === cases.length &&
      reached === 0 &&
      asked.length === 0 &&
      figures.machineTokenAccepted &&
      figures.personTokenAccepted &&
      embeddings.status === 403 &&
      !stranger &&
      figures.acceptedRequestsAreRecorded;
    return {
      holds,
      figures,
      conditions:
        "the running local API: the template's authorizer and token trigger behind an emulated API Gateway and Cognito; " +
        "the emulator starts a new process after each refusal, so its time is not the product's. " +
        'Tokens that are wrong and rightly signed (expired, not yet valid, audience, client) need an issuer private key: ' +
        'test/identity/forged-tokens.test.ts signs them with keys of its own.',
    };
  } finally {
    for (const cleanup of cleanups.reverse()) await cleanup();
    lure.close();
  }
}

const proof: Proof = {
  name: 'tokens',
  summary: 'every forged, foreign or wrong kind of token is a 401 and reaches nothing',
  seconds: 45,
  inTest: true,
  run,
};
export default proof;
