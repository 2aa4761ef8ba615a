import { hash } from 'node:crypto';
import { SCOPE_TABLE, SCOPES } from '../../lib/private/scope-table';
import type { MethodPolicy } from '../../lambda/identity/method-policy';
import { AuthorizerFixture, STACK_ID, STAGE } from './authorizer-fixture';

const f = new AuthorizerFixture();
beforeAll(() => f.open());
afterAll(() => f.close());
beforeEach(() => f.restart());

/** API Gateway's evaluation of a policy: an explicit deny wins, no statement means no; `*` and `?` are wildcards. */
function opens({ Statement }: MethodPolicy, methodArn: string): boolean {
  const matches = (pattern: string) =>
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replace(/\*/g, '.*')
        .replace(/\?/g, '.')}$`,
    ).test(methodArn);
  const effects = Statement.filter(({ Resource }) => Resource.some(matches)).map(({ Effect }) => Effect);
  return effects.length > 0 && !effects.includes('Deny');
}

test('tells the gateway who calls, and API Gateway what is open', async () => {
  const exp = Math.floor(Date.now() / 1000) + 600;
  expect(await f.bearer(f.token({ exp, scope: 'llm/embed openid' }))).toEqual({
    principalId: 'client-a',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: [`${STAGE}/POST/embeddings`] }],
    },
    context: {
      tenant: 'acme',
      client: 'client-a',
      user: '',
      roles: 'developer',
      scopes: 'llm/embed',
      exp: String(exp),
    },
    usageIdentifierKey: hash('sha256', `${STACK_ID}\nacme`, 'hex'),
  });
});

test('every value of the context is a string, as API Gateway wants it', async () => {
  const { context } = await f.bearer(f.token());
  for (const value of Object.values(context)) expect(typeof value).toBe('string');
});

test('a person has a user beside the client, and is the principal', async () => {
  const token = f.token({ sub: 'aaaa-bbbb', username: 'ann@acme.example' });
  expect(await f.bearer(token)).toMatchObject({
    principalId: 'aaaa-bbbb',
    context: { client: 'client-a', user: 'aaaa-bbbb' },
  });
});

describe('THREATS 1, 6: the key that API Gateway counts under', () => {
  test('is the same for every client and user of a tenant, and no other tenant has it', async () => {
    const keys = await Promise.all(
      [
        f.token(),
        f.token({ client_id: 'client-b', sub: 'client-b' }),
        f.token({ sub: 'a-person' }),
        f.token({ tenant: 'globex' }),
      ].map(async (token) => (await f.bearer(token)).usageIdentifierKey),
    );
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(keys[3]).not.toBe(keys[0]);
  });
  test('differs between two stacks that share a pool', async () => {
    const token = f.token();
    const { usageIdentifierKey: one } = await f.bearer(token);
    f.restart({ stackId: `${STACK_ID}2` });
    expect((await f.bearer(token)).usageIdentifierKey).not.toBe(one);
  });
  test('cannot be chosen by a tenant whose name holds the separator', async () => {
    expect(await f.refusedBy(`Bearer ${f.token({ tenant: 'a\nb' })}`)).toBe('tenant');
  });
  test('has a length that API Gateway takes', async () => {
    expect((await f.bearer(f.token())).usageIdentifierKey).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('THREATS 1: the tenant comes from the verified token alone', () => {
  test('a header, a query or a body that names another tenant changes nothing', async () => {
    const event = {
      methodArn: `${STAGE}/GET/usage`,
      headers: { authorization: `Bearer ${f.token()}`, 'x-tenant': 'globex', 'x-api-key': 'key-of-globex' },
      queryStringParameters: { tenant: 'globex' },
      body: '{"tenant":"globex"}',
    };
    await f.bearer(f.token());
    const { context } = await f.handle(event);
    expect(context.tenant).toBe('acme');
  });
  test('an issuer of ours and a partner each speak for their own tenants', async () => {
    expect((await f.bearer(f.partnerToken())).context.tenant).toBe('partner');
    expect((await f.bearer(f.partnerToken({ org: 'partner-two' }))).context.tenant).toBe('partner-two');
    expect(await f.refusedBy(`Bearer ${f.partnerToken({ org: 'acme' })}`)).toBe('tenant');
  });
  test('a claim that only the other issuer uses is not read', async () => {
    expect((await f.bearer(f.partnerToken({ tenant: 'acme' }))).context.tenant).toBe('partner');
    expect((await f.bearer(f.token({ org: 'globex' }))).context.tenant).toBe('acme');
  });
});

describe('roles', () => {
  test('narrow the scopes of a token and never widen them', async () => {
    const { context } = await f.bearer(f.token({ scope: 'llm/chat llm/admin llm/usage', roles: ['developer'] }));
    expect(context.scopes).toBe('llm/chat');
    const wide = await f.bearer(f.token({ scope: 'llm/guard', roles: ['everything'] }));
    expect(wide.context.scopes).toBe('llm/guard');
  });
  test('that the config does not know grant nothing and are not passed on', async () => {
    const { context, policyDocument } = await f.bearer(f.token({ roles: ['admin', '*', ''] }));
    expect(context).toMatchObject({ roles: '', scopes: '' });
    for (const { method, path } of SCOPE_TABLE) expect(opens(policyDocument, `${STAGE}/${method}${path}`)).toBe(false);
    // a policy without a resource is malformed: API Gateway would answer 500 and not 403.
    expect(policyDocument.Statement[0]).toMatchObject({ Effect: 'Deny' });
    expect(policyDocument.Statement[0].Resource).toHaveLength(SCOPE_TABLE.length);
  });
  test.each([[undefined], [null], [{}], [7], [[7, null]], ['']])('read as none from %p', async (roles) => {
    expect((await f.bearer(f.token({ roles }))).context.roles).toBe('');
  });
  test('may be one string with spaces, and are each named once', async () => {
    expect((await f.bearer(f.token({ roles: 'auditor developer auditor' }))).context.roles).toBe('auditor developer');
  });
});

describe('scopes', () => {
  test('are read from `scp` where an issuer uses that', async () => {
    const token = f.partnerToken({ scope: undefined, scp: ['llm/chat'] });
    expect((await f.bearer(token)).context.scopes).toBe('llm/chat');
  });
  test('are never read from `scp` beside `scope`', async () => {
    expect((await f.bearer(f.token({ scope: 'openid', scp: ['llm/chat'] }))).context.scopes).toBe('');
  });
});

describe('THREATS 3: one policy is right for every method, whatever was asked first', () => {
  const methods = SCOPE_TABLE.map(({ method, path }) => `${method}${path}`);
  const everyScopes = Array.from({ length: 2 ** SCOPES.length }, (_, bits) =>
    SCOPES.filter((_scope, at) => bits & (1 << at)),
  );

  test(`every set of scopes × every first method × every second method (${2 ** SCOPES.length} × ${methods.length}²)`, async () => {
    let cells = 0;
    for (const scopes of everyScopes) {
      const token = f.token({ scope: scopes.join(' '), roles: ['everything'] });
      for (const first of methods) {
        const { policyDocument } = await f.bearer(token, first);
        for (const row of SCOPE_TABLE) {
          const declared = scopes.includes(row.scope);
          expect({
            scopes,
            first,
            row,
            opens: opens(policyDocument, `${STAGE}/${row.method}${row.path}`),
          }).toMatchObject({ opens: declared });
          cells += 1;
        }
      }
    }
    expect(cells).toBe(32 * 36);
  });

  test('no method, path, stage or API beside the declared ones is ever open', async () => {
    const { policyDocument } = await f.bearer(f.token({ scope: SCOPES.join(' '), roles: ['everything'] }));
    const others = [
      ...SCOPE_TABLE.map(({ path }) => `${STAGE}/DELETE${path}`),
      ...SCOPE_TABLE.map(({ method, path }) => `${STAGE}/${method}${path}/more`),
      `${STAGE}/GET/chat/completions`,
      `${STAGE}/POST/usage`,
      `${STAGE}/POST/`,
      `${STAGE}2/POST/chat/completions`,
      `${STAGE.replace('abcdef1234', 'other12345')}/POST/chat/completions`,
      `${STAGE.replace('/v1', '/test')}/POST/chat/completions`,
    ];
    for (const arn of others) expect([arn, opens(policyDocument, arn)]).toEqual([arn, false]);
    expect(JSON.stringify(policyDocument)).not.toMatch(/[*?]/);
  });

  test.each(['arn:aws:execute-api:eu-central-1:111122223333:api', 'arn:aws:s3:::bucket/v1/POST/x', '*', ''])(
    'an event for %p is an error, not an answer',
    async (methodArn) => {
      const token = f.token();
      const call = f.handle({
        methodArn,
        headers: { Authorization: `Bearer ${token}` },
      });
      await expect(call).rejects.toThrow('the event names no method of a stage');
    },
  );
});

describe('the memory of a process', () => {
  test('answers a token again without its issuer', async () => {
    const token = f.token();
    const first = await f.bearer(token);
    const before = f.pool.requests.length;
    f.pool.answer = { status: 500, body: '' };
    expect(await f.bearer(token)).toEqual(first);
    expect(f.pool.requests.length).toBe(before);
    f.pool.publish();
  });
  test('ends with the token, to the millisecond', async () => {
    const exp = Math.floor(Date.now() / 1000) + 2;
    const token = f.token({ exp });
    await f.bearer(token);
    f.nowMs = () => exp * 1000 - 1;
    await expect(f.bearer(token)).resolves.toBeDefined();
    f.nowMs = () => exp * 1000;
    expect(await f.refusedBy(`Bearer ${token}`)).toBe('expiry');
    f.nowMs = () => Date.now();
  });
  test('ends before a key that its issuer withdrew has been gone for long', async () => {
    const token = f.token({ exp: Math.floor(Date.now() / 1000) + 3 * 3600 });
    await f.bearer(token);
    f.pool.publish('another-key');
    f.nowMs = () => Date.now() + 4 * 60_000;
    await expect(f.bearer(token)).resolves.toBeDefined();
    f.nowMs = () => Date.now() + 61 * 60_000;
    expect(await f.refusedBy(`Bearer ${token}`)).toBe('unknown-key');
    f.nowMs = () => Date.now();
    f.pool.publish();
  });
  test('is of one token: another one of the same client is judged by itself', async () => {
    await f.bearer(f.token({ scope: 'llm/chat' }));
    const { context } = await f.bearer(f.token({ scope: 'llm/embed' }));
    expect(context.scopes).toBe('llm/embed');
  });
  test('keeps the two methods of one stage apart from another stage', async () => {
    const token = f.token();
    await f.bearer(token);
    const other = await f.handle({
      methodArn: `${STAGE.replace('abcdef1234', 'other12345')}/POST/embeddings`,
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(JSON.stringify(other.policyDocument)).not.toContain('abcdef1234');
  });
});

describe('an issuer whose keys cannot be had', () => {
  afterEach(() => f.pool.publish());
  test.each([
    ['is down', { status: 503, body: '' }],
    ['redirects', { status: 302, body: '' }],
    ['answers no JSON', { status: 200, body: '<html>' }],
    ['answers no keys', { status: 200, body: '{}' }],
    ['answers too much', { status: 200, body: JSON.stringify({ keys: [], padding: 'x'.repeat(300_000) }) }],
  ])('and that %s lets nobody in, and nobody is told that the token is bad', async (_, answer) => {
    f.pool.answer = answer;
    const call = f.bearer(f.token());
    await expect(call).rejects.toThrow('keys_unavailable');
    await expect(call).rejects.not.toThrow('Unauthorized');
    // what the alarm watches; a bad token, which anyone can send, is not counted.
    expect(f.lines.at(-1)).toMatchObject({ event: 'token_not_verified', AuthorizerFailures: 1 });
    await f.refusedBy('Bearer x');
    expect(f.lines.at(-1)).not.toHaveProperty('AuthorizerFailures');
  });
  test('does not keep another issuer from being heard', async () => {
    f.pool.answer = { status: 503, body: '' };
    await expect(f.bearer(f.token())).rejects.toThrow('keys_unavailable');
    await expect(f.bearer(f.partnerToken())).resolves.toBeDefined();
  });
});

test('a refusal is logged with its check and without anything of the token', async () => {
  const token = f.token({ tenant: 'SECRET-CANARY' });
  await f.refusedBy(`Bearer ${token}`);
  const line = JSON.stringify(f.lines.at(-1));
  expect(line).not.toContain('CANARY');
  for (const piece of token.split('.')) expect(line).not.toContain(piece);
});
