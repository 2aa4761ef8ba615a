import * as fc from 'fast-check';
import { signApproval, verifyApproval, type ToolCall } from '../../../lambda/guard/tools/approval';
import { compileSchema } from '../../../lambda/guard/tools/json-schema';
import { judgeTools } from '../../../lambda/guard/tools/tool-policy';

const key = Buffer.alloc(32, 7);
const call: ToolCall = { tenant: 'acme', tool: 'pay', argumentsJson: '{"to":"bob","cents":100}' };
const ports = (used = new Set<string>(), nowMs = 1_000) => ({
  nowMs,
  useOnce: async (id: string) => !used.has(id) && used.add(id) !== undefined,
});
const token = signApproval(key, call, 'token-0001', 2_000);

describe('an approval', () => {
  test('lets through the very call that was approved, once', async () => {
    const once = ports();
    expect(await verifyApproval(key, call, token, once)).toBeUndefined();
    expect(await verifyApproval(key, call, token, once)).toMatchObject({ reason: 'approval_invalid' });
  });

  test('is asked for where there is none', async () => {
    expect(await verifyApproval(key, call, undefined, ports())).toMatchObject({ reason: 'approval_required' });
  });

  test.each<[string, Partial<ToolCall>]>([
    ['another tenant', { tenant: 'evil' }],
    ['another tool', { tool: 'refund' }],
    ['other arguments', { argumentsJson: '{"to":"bob","cents":101}' }],
    ['parts that read the same in a row', { tenant: 'acmepay', tool: '' }],
  ])('is worth nothing for %s', async (_what, change) => {
    expect(await verifyApproval(key, { ...call, ...change }, token, ports())).toMatchObject({
      reason: 'approval_invalid',
    });
  });

  test('expires', async () => {
    expect(await verifyApproval(key, call, token, ports(new Set(), 2_000))).toMatchObject({
      reason: 'approval_invalid',
    });
  });

  test('refuses when used tokens cannot be looked up', async () => {
    const down = { nowMs: 1_000, useOnce: () => Promise.reject(new Error('down')) };
    expect(await verifyApproval(key, call, token, down)).toMatchObject({ reason: 'approval_invalid' });
  });

  test('a token that was changed anywhere is not used up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom('A', '0', '.', '-'), async (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        fc.pre(
          changed !== token &&
            Buffer.from(changed.split('.')[3] ?? '', 'base64url').toString('base64url') === changed.split('.')[3],
        );
        const used = new Set<string>();
        expect(await verifyApproval(key, call, changed, ports(used))).toMatchObject({ allowed: false });
        expect(used.size).toBe(0);
      }),
    );
  });

  test('a short key signs nothing', () => {
    expect(() => signApproval(Buffer.alloc(16), call, 'token-0001', 1)).toThrow('32 bytes');
  });
});

describe('a schema', () => {
  const schema = {
    type: 'object',
    properties: {
      city: { type: 'string', minLength: 1, maxLength: 20 },
      days: { type: 'integer', minimum: 1, maximum: 14 },
      unit: { enum: ['c', 'f'] },
      tags: { type: 'array', items: { type: 'string' }, maxItems: 2, uniqueItems: true },
    },
    required: ['city'],
    additionalProperties: false,
  };
  const validate = compileSchema(schema);

  test.each<[unknown, boolean]>([
    [{ city: 'Rome' }, true],
    [{ city: 'Rome', days: 3, unit: 'c', tags: ['a', 'b'] }, true],
    [{}, false],
    [{ city: '' }, false],
    [{ city: 'Rome', days: 0 }, false],
    [{ city: 'Rome', days: 1.5 }, false],
    [{ city: 'Rome', unit: 'k' }, false],
    [{ city: 'Rome', tags: ['a', 'a'] }, false],
    [{ city: 'Rome', tags: ['a', 'b', 'c'] }, false],
    [{ city: 'Rome', shell: 'rm' }, false],
    [JSON.parse('{"city":"Rome","__proto__":1}'), false],
    ['Rome', false],
    [null, false],
  ])('%j: %s', (value, holds) => expect(validate(value)).toBe(holds));

  test.each([
    ['a pattern, which a caller could make slow', { type: 'string', pattern: '(a+)+$' }],
    ['a reference', { $ref: '#/definitions/x' }],
    ['a keyword that nobody knows', { typ: 'string' }],
    ['an unknown type', { type: 'text' }],
    ['a list for an object', { properties: [] }],
    ['no schema', 'object'],
  ])('with %s is refused', (_what, unsupported) => {
    expect(() => compileSchema(unsupported)).toThrow(/^schema/);
  });

  test('of any depth is refused in time', () => {
    let deep: unknown = {};
    for (let i = 0; i < 5_000; i++) deep = { items: deep };
    expect(() => compileSchema(deep)).toThrow('levels');
  });
});

describe('the tools of a request', () => {
  const granted = [
    { name: 'search', kind: 'read', maxRounds: 2 },
    { name: 'pay', kind: 'write' },
  ] as const;
  const offered = [{ name: 'search', parameters: {} }, { name: 'pay', parameters: {} }]; // prettier-ignore

  test('are those that are granted', () => {
    expect(judgeTools(granted, [{ name: 'shell', parameters: {} }], new Map(), false)).toMatchObject({
      reason: 'tool_not_allowed',
    });
    const verdict = judgeTools(granted, offered, new Map(), false);
    expect(verdict.allowed && [...verdict.tools.keys()]).toEqual(['search', 'pay']);
  });

  test('write nothing while the conversation holds untrusted text', () => {
    const verdict = judgeTools(granted, offered, new Map(), true);
    expect(verdict.allowed && [...verdict.tools.keys()]).toEqual(['search']);
  });

  test('come to an end', () => {
    expect(judgeTools(granted, offered, new Map([['search', 2]]), false)).toMatchObject({
      reason: 'tool_rounds_exceeded',
    });
  });

  test('with a schema that cannot be enforced are refused', () => {
    const unsafe = [{ name: 'search', parameters: { type: 'string', pattern: '(a+)+$' } }];
    expect(judgeTools(granted, unsafe, new Map(), false)).toMatchObject({ reason: 'invalid_tool_schema' });
  });
});
