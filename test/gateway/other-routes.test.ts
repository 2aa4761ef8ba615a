import { refusal } from '../../lambda/core/verdict';
import { event, harness, openGuard } from './fakes';

const guardBody = (items: unknown, direction?: string) =>
  event({ items, ...(direction === undefined ? {} : { direction }) }, { resource: '/guard' });

describe('/guard', () => {
  test('judges texts in order, without a model call, and on record', async () => {
    const { seen, send } = harness({
      guardFor: () => ({
        ...openGuard,
        inspectRequest: (segments) =>
          segments[0]?.text.includes('attack')
            ? refusal('prompt_injection', 'rules', 0.9)
            : openGuard.inspectRequest(segments.map((segment) => ({ ...segment, text: segment.text.toUpperCase() }))),
      }),
    });
    const answer = await send(guardBody([{ id: 'a', text: 'hello' }, { id: 2, text: 'attack' }, { text: 'OK' }]));
    expect(JSON.parse(answer.body)).toEqual({
      items: [
        { id: 'a', allowed: true, reason: null, check: null, score: 0, redacted: 'HELLO' },
        { id: 2, allowed: false, reason: 'prompt_injection', check: 'rules', score: 0.9, redacted: null },
        { id: null, allowed: true, reason: null, check: null, score: 0, redacted: null },
      ],
    });
    expect(seen.steps).toEqual(['directory', 'reserve', 'settle', 'refuse', 'sent']);
    expect(seen.reservations[0]).toMatchObject({ tokens: 0, microUsd: 0 });
    expect(seen.refused[0]?.outcome).toMatchObject({ status: 200, reason: null });
  });

  test('judges answers too', async () => {
    const { send } = harness({
      guardFor: () => ({
        ...openGuard,
        openResponse: () => ({
          push: (text) => ({ allowed: true, text: text.replace('evil', ''), findings: [] }),
          end: () => ({ allowed: true, text: '', findings: [] }),
        }),
      }),
    });
    const answer = await send(guardBody([{ id: 'a', text: 'evil words', sink: 'html' }], 'response'));
    expect(JSON.parse(answer.body).items[0]).toMatchObject({ allowed: true, redacted: ' words' });
  });

  test("uses the caller's own policy unless one is named", async () => {
    const asked: string[] = [];
    const guardFor = (name: string) => {
      asked.push(name);
      return openGuard;
    };
    const { send } = harness({ guardFor, access: { guardPolicy: 'mine' } });
    await send(guardBody([{ text: 'a' }]));
    expect(new Set(asked)).toEqual(new Set(['mine']));
    await send(guardBody([{ text: 'a' }, { text: 'b', policy: 'strict' }]));
    expect(new Set(asked)).toEqual(new Set(['mine', 'strict']));
  });

  test('a guard that throws refuses the text', async () => {
    const { send } = harness({
      guardFor: () => ({
        ...openGuard,
        inspectRequest: () => {
          throw new Error('broken');
        },
      }),
    });
    expect(JSON.parse((await send(guardBody([{ text: 'a' }]))).body).items[0]).toMatchObject({
      allowed: false,
      reason: 'guard_failed',
    });
  });

  test.each([
    [undefined],
    [[]],
    [['a text']],
    [[{ text: 7 }]],
    [[{ text: 'a', role: 'root' }]],
    [[{ text: 'a', sink: 'pdf' }]],
  ])('refuses items of another shape: %j', async (items) => {
    const answer = await harness().send(guardBody(items));
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).error).toMatchObject({ code: 'invalid_request', param: 'items' });
  });
});

describe('/usage', () => {
  const usage = (scopes: string) =>
    event('', {
      httpMethod: 'GET',
      resource: '/usage',
      requestContext: { authorizer: { tenant: 't1', client: 'c1', user: '', exp: '4102444800', roles: '', scopes } },
    });

  test('shows a client its own use, and no other', async () => {
    const { send } = harness();
    const body = JSON.parse((await send(usage('llm/usage'))).body);
    expect(body).toMatchObject({ object: 'usage', tier: 'gold', client: { tokensPerDay: { used: 1 } } });
    expect(body).not.toHaveProperty('tenant');
  });

  test("shows an admin the tenant's", async () => {
    const { send } = harness({ access: { scopes: ['llm/usage', 'llm/admin'] } });
    const body = JSON.parse((await send(usage('llm/usage llm/admin'))).body);
    expect(body.tenant.tokensPerDay).toEqual({ used: 900, limit: 1000, resetSeconds: 60 });
  });

  test.each([
    ['llm/usage', [], 403],
    ['llm/usage llm/admin', ['llm/usage'], 200],
  ])('a token with %s whose tier leaves %j to it is answered so', async (scopes, left, status) => {
    const { send } = harness({ access: { scopes: left } });
    const answer = await send(usage(scopes));
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).not.toHaveProperty('tenant');
  });

  test('a table that cannot be read is said', async () => {
    const { send } = harness({
      budget: {
        reserve: async () => ({ allowed: true, rateLimit: {} }),
        settle: async () => undefined,
        usageOf: async () => Promise.reject(new Error('down')),
      },
    });
    const answer = await send(usage('llm/usage'));
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.body).error.code).toBe('budget_unavailable');
  });
});

test.each(['/models', '/usage', '/guard'])('a revoked client gets nothing from %s either', async (resource) => {
  const { send } = harness({
    budget: {
      reserve: async () => ({ allowed: false, reason: 'client_revoked', rateLimit: {}, shouldRetry: false }),
      settle: async () => undefined,
      usageOf: async () => Promise.reject(new Error('not asked')),
    },
  });
  const answer = await send(
    event(resource === '/guard' ? { items: [{ text: 'a' }] } : '', {
      resource,
      httpMethod: resource === '/guard' ? 'POST' : 'GET',
    }),
  );
  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.body).error.code).toBe('client_revoked');
});
