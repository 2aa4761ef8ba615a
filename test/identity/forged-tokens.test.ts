import { createHmac, generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { AuthorizerFixture, machineClaims } from './authorizer-fixture';
import { part, signed } from './fake-issuer';

// every forged, foreign or stale token is a 401, by the check that is there for it.
const f = new AuthorizerFixture();
beforeAll(() => f.open());
afterAll(() => f.close());

type Case = readonly [what: string, check: string, token: () => string];

const now = () => Math.floor(Date.now() / 1000);
const claims = (over: Record<string, unknown> = {}) => machineClaims(f.pool.issuer, over);
const without = (name: string) => {
  const rest = claims();
  delete rest[name];
  return f.pool.sign(rest);
};
const unsigned = (alg: string, signature: string) => `${part({ alg, kid: 'pool-key' })}.${part(claims())}.${signature}`;
const hmac = (alg: string, digest: string, secret: string | Buffer, kid = 'pool-key') => {
  const input = `${part({ alg, kid, typ: 'JWT' })}.${part(claims())}`;
  return `${input}.${createHmac(digest, secret).update(input).digest('base64url')}`;
};
const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });
const attackerJwk = { ...attacker.publicKey.export({ format: 'jwk' }), kid: 'mine', alg: 'RS256', use: 'sig' };
const byAttacker = (header: Record<string, unknown>) =>
  signed({ alg: 'RS256', ...header }, claims(), attacker.privateKey);
const resigned = (header: string, payload: string) => signed(header, payload, f.pool.rsa.privateKey);

const algorithms: Case[] = [
  ...['none', 'None', 'NONE', 'nOnE', 'noNe', 'n\u200bone'].flatMap((alg): Case[] => [
    [`algorithm ${JSON.stringify(alg)}, empty signature`, 'authorization-header', () => unsigned(alg, '')],
    [`algorithm ${JSON.stringify(alg)}, some signature`, 'signature-algorithm', () => unsigned(alg, 'AAAA')],
    [
      `algorithm ${JSON.stringify(alg)}, the signature of a real token`,
      'signature-algorithm',
      () => unsigned(alg, f.token().split('.')[2]!),
    ],
  ]),
  ['no algorithm', 'signature-algorithm', () => f.pool.sign(claims(), { alg: undefined })],
  ['an algorithm that is not a string', 'signature-algorithm', () => f.pool.sign(claims(), { alg: ['RS256'] })],
  [
    'HS256 with the public key (PEM) as secret',
    'signature-algorithm',
    () => hmac('HS256', 'sha256', f.pool.rsa.publicKey.export({ format: 'pem', type: 'spki' })),
  ],
  [
    'HS256 with the public key (DER) as secret',
    'signature-algorithm',
    () => hmac('HS256', 'sha256', f.pool.rsa.publicKey.export({ format: 'der', type: 'spki' })),
  ],
  ['HS256 with the key document as secret', 'signature-algorithm', () => hmac('HS256', 'sha256', f.pool.answer.body)],
  ['HS512 with an empty secret', 'signature-algorithm', () => hmac('HS512', 'sha512', '')],
  [
    'HS256 under the id of a key that names no algorithm',
    'signature-algorithm',
    () => hmac('HS256', 'sha256', f.pool.ec.publicKey.export({ format: 'pem', type: 'spki' }), 'pool-key-ec'),
  ],
  [
    'RS384 by the right key',
    'signature-algorithm',
    () => signed({ alg: 'RS384', kid: 'pool-key' }, claims(), f.pool.rsa.privateKey, 'sha384'),
  ],
  [
    'ES256 by a key that the issuer publishes, where only RS256 is accepted',
    'algorithm',
    () => signed({ alg: 'ES256', kid: 'pool-key-ec' }, claims(), f.pool.ec.privateKey),
  ],
  [
    'ES256 with a signature of zeros',
    'signature',
    () =>
      `${part({ alg: 'ES256', kid: 'partner-key-ec' })}.${part({ ...claims(), iss: f.partner.issuer })}.${Buffer.alloc(64).toString('base64url')}`,
  ],
];

const signatures: Case[] = [
  ['no signature part', 'authorization-header', () => f.token().split('.').slice(0, 2).join('.')],
  ['an empty signature', 'authorization-header', () => `${f.token().split('.').slice(0, 2).join('.')}.`],
  ['a signature of one zero byte', 'signature', () => `${f.token().split('.').slice(0, 2).join('.')}.AA`],
  [
    'a signature of zeros',
    'signature',
    () => `${f.token().split('.').slice(0, 2).join('.')}.${Buffer.alloc(256).toString('base64url')}`,
  ],
  [
    'the signature of another token',
    'signature',
    () => `${f.token().split('.').slice(0, 2).join('.')}.${f.token({ jti: 'x' }).split('.')[2]}`,
  ],
  ['a cut signature', 'signature', () => f.token().slice(0, -8)],
  [
    'claims changed after signing',
    'signature',
    () => f.token().replace(/\.[^.]+\./, `.${part(claims({ tenant: 'globex' }))}.`),
  ],
  ['the key of a stranger under our key id', 'signature', () => f.stranger.sign(claims())],
  [
    'the key of another issuer that we trust',
    'signature',
    () => signed({ alg: 'RS256', kid: 'pool-key' }, claims(), f.partner.rsa.privateKey),
  ],
];

const keyIds: Case[] = [
  ['no key id', 'header-key-id', () => f.pool.sign(claims(), { kid: undefined })],
  ['a blank key id', 'header-key-id', () => f.pool.sign(claims(), { kid: '' })],
  ['a key id of spaces', 'header-key-id', () => f.pool.sign(claims(), { kid: ' ' })],
  ['a key id that is null', 'header-key-id', () => f.pool.sign(claims(), { kid: null })],
  ['a key id that is a number', 'header-key-id', () => f.pool.sign(claims(), { kid: 1 })],
  ['a key id that is an array', 'header-key-id', () => f.pool.sign(claims(), { kid: ['pool-key'] })],
  ['a key id that climbs folders', 'header-key-id', () => hmac('HS256', 'sha256', '', '../../../../dev/null')],
  [
    'a key id that is a path, as a digest in Base64 may look',
    'unknown-key',
    () => hmac('HS256', 'sha256', '', '/dev/null'),
  ],
  ['a key id that is a URL', 'header-key-id', () => byAttacker({ kid: f.stranger.jwksUri })],
  ['a key id with SQL', 'header-key-id', () => hmac('HS256', 'sha256', 'x', "k' UNION SELECT 'x' --")],
  ['a key id with a command', 'header-key-id', () => f.pool.sign(claims(), { kid: 'pool-key|sleep 9' })],
  ['a key id with a null byte', 'header-key-id', () => f.pool.sign(claims(), { kid: 'pool-key\u0000' })],
  ['a key id of 257 characters', 'header-key-id', () => f.pool.sign(claims(), { kid: 'k'.repeat(257) })],
  ['a key id called __proto__', 'unknown-key', () => byAttacker({ kid: '__proto__' })],
  ['a key id that nobody has', 'unknown-key', () => byAttacker({ kid: 'mine' })],
];

const steering: Case[] = [
  ['a key address (jku) of the attacker', 'header-steers', () => byAttacker({ kid: 'mine', jku: f.stranger.jwksUri })],
  ['a key address (jku) of ours', 'header-steers', () => f.token({}, { jku: f.pool.jwksUri })],
  ['a certificate address (x5u)', 'header-steers', () => byAttacker({ kid: 'pool-key', x5u: f.stranger.jwksUri })],
  ['an inline key', 'header-steers', () => byAttacker({ kid: 'mine', jwk: attackerJwk })],
  [
    'an inline key under our key id',
    'header-steers',
    () => byAttacker({ kid: 'pool-key', jwk: { ...attackerJwk, kid: 'pool-key' } }),
  ],
  ['an inline certificate (x5c)', 'header-steers', () => byAttacker({ kid: 'pool-key', x5c: ['MIIB'] })],
  ['a critical extension', 'header-steers', () => f.token({}, { crit: ['exp'], exp: 1 })],
  ['a critical extension that is empty', 'header-steers', () => f.token({}, { crit: [] })],
  ['an unencoded payload (b64)', 'header-steers', () => f.token({}, { b64: false })],
  ['compression', 'header-steers', () => f.token({}, { zip: 'DEF' })],
  ['encryption', 'header-steers', () => f.token({}, { enc: 'A256GCM' })],
  ['another kind of token', 'header-type', () => f.token({}, { typ: 'logout+jwt' })],
  ['a kind that is not a string', 'header-type', () => f.token({}, { typ: 1 })],
];

const times: Case[] = [
  ['expired an hour ago', 'expired', () => f.token({ exp: now() - 3600 })],
  ['expired a second ago', 'expired', () => f.token({ exp: now() - 1 })],
  ['expired in 1970', 'expired', () => f.token({ exp: 0 })],
  ['without an end', 'expiry', () => without('exp')],
  ['an end that is a string', 'expiry', () => f.token({ exp: String(now() + 60) })],
  [
    'an end that is infinite',
    'expiry',
    () =>
      resigned(
        JSON.stringify({ alg: 'RS256', kid: 'pool-key' }),
        JSON.stringify(claims()).replace(/"exp":\d+/, '"exp":1e999'),
      ),
  ],
  ['not yet valid', 'not-before', () => f.token({ nbf: now() + 300 })],
  ['a beginning that is a string', 'not-before', () => f.token({ nbf: String(now() - 1) })],
  ['a beginning that is an object', 'not-before', () => f.token({ nbf: {} })],
  ['a time of issue that is a string', 'issued-at', () => f.token({ iat: 'now' })],
  ['an end that is an array', 'expiry', () => f.token({ exp: [now() + 60] })],
  ['an end that is true', 'expired', () => f.token({ exp: true })],
  ['issued in the future', 'issued-at', () => f.token({ iat: now() + 300 })],
];

const parties: Case[] = [
  ['an issuer that we do not know', 'issuer', () => f.stranger.sign(claims({ iss: f.stranger.issuer }))],
  ['another pool of the same Region', 'issuer', () => f.token({ iss: f.pool.issuer.replace('_pool', '_other') })],
  ['our issuer with a slash', 'issuer', () => f.token({ iss: `${f.pool.issuer}/` })],
  ['our issuer in capitals', 'issuer', () => f.token({ iss: f.pool.issuer.toUpperCase() })],
  ['no issuer', 'issuer', () => without('iss')],
  ['an array of issuers', 'issuer', () => f.token({ iss: [f.pool.issuer] })],
  ['an id token of our pool', 'token-use', () => f.token({ token_use: 'id', aud: 'client-a' })],
  ['a token without a use', 'token-use', () => without('token_use')],
  ['a refresh token', 'token-use', () => f.token({ token_use: 'refresh' })],
  ['a partner token for another audience', 'audience', () => f.partnerToken({ aud: 'other-api' })],
  ['a partner id token, whose audience is the client', 'audience', () => f.partnerToken({ aud: 'client-a' })],
  ['a partner token whose audience is an object', 'audience', () => f.partnerToken({ aud: { 0: 'llm-api' } })],
  ['a partner token whose audience holds numbers', 'audience', () => f.partnerToken({ aud: [1] })],
  ['a partner token without audience', 'audience', () => f.partnerToken({ aud: undefined })],
  ['no client', 'client', () => without('client_id')],
  ['an empty client', 'client', () => f.token({ client_id: '' })],
  ['an array of clients', 'client', () => f.token({ client_id: ['client-a'] })],
  ['a client with a line break', 'client', () => f.token({ client_id: 'client-a\nx-admin: 1' })],
  ['a partner client that is not listed', 'client', () => f.partnerToken({ client_id: 'client-z' })],
  ['no subject', 'subject', () => without('sub')],
  ['a subject with a line break', 'subject', () => f.token({ sub: 'a\nb' })],
  ['no tenant, because the trigger did not run', 'tenant', () => without('tenant')],
  ['an empty tenant', 'tenant', () => f.token({ tenant: '' })],
  ['an array of tenants', 'tenant', () => f.token({ tenant: ['acme'] })],
  ['a tenant in capitals', 'tenant', () => f.token({ tenant: 'ACME' })],
  ['a tenant with a separator of our keys', 'tenant', () => f.token({ tenant: 'acme#C' })],
  ['a tenant with a line break', 'tenant', () => f.token({ tenant: 'acme\n' })],
  ['a tenant of 64 characters', 'tenant', () => f.token({ tenant: 'a'.repeat(64) })],
  ['a partner that speaks for a tenant of ours', 'tenant', () => f.partnerToken({ org: 'acme' })],
];

const shapes: Case[] = [
  [
    'a claim twice',
    'claims-shape',
    () =>
      resigned(
        JSON.stringify({ alg: 'RS256', kid: 'pool-key' }),
        JSON.stringify(claims()).replace('}', ',"tenant":"globex"}'),
      ),
  ],
  [
    'a claim twice, once escaped',
    'claims-shape',
    () =>
      resigned(
        JSON.stringify({ alg: 'RS256', kid: 'pool-key' }),
        JSON.stringify(claims()).replace('}', ',"ten\\u0061nt":"globex"}'),
      ),
  ],
  [
    'a header parameter twice',
    'header-shape',
    () => resigned('{"alg":"none","kid":"pool-key","alg":"RS256"}', JSON.stringify(claims())),
  ],
  ['claims that are an array', 'claims-shape', () => resigned(JSON.stringify({ alg: 'RS256', kid: 'pool-key' }), '[]')],
  ['claims that are null', 'claims-shape', () => resigned(JSON.stringify({ alg: 'RS256', kid: 'pool-key' }), 'null')],
  [
    'claims that are a string',
    'claims-shape',
    () => resigned(JSON.stringify({ alg: 'RS256', kid: 'pool-key' }), '"acme"'),
  ],
  ['claims that are not JSON', 'claims-shape', () => resigned(JSON.stringify({ alg: 'RS256', kid: 'pool-key' }), '{')],
  ['a header that is an array', 'header-shape', () => resigned('[]', JSON.stringify(claims()))],
  ['a header that is not JSON', 'header-shape', () => resigned('{', JSON.stringify(claims()))],
  ['a token of 9 KB that is signed', 'authorization-header', () => f.token({ padding: 'x'.repeat(7000) })],
  ['a token of 1 MB', 'authorization-header', () => `${'a'.repeat(500_000)}.${'a'.repeat(500_000)}.a`],
  ['dots alone', 'authorization-header', () => '..'],
  ['five parts, as an encrypted token has', 'authorization-header', () => `${f.token()}.a.b`],
  ['a leading dot', 'authorization-header', () => `.${f.token()}`],
  ['padding', 'authorization-header', () => `${f.token()}==`],
  ['JSON instead of dots', 'authorization-header', () => JSON.stringify({ payload: part(claims()), signature: 'AA' })],
];

describe.each([
  ['algorithm', algorithms],
  ['signature', signatures],
  ['key id', keyIds],
  ['header that steers', steering],
  ['time', times],
  ['party', parties],
  ['shape', shapes],
])('THREATS 2, 5: a token with a bad %s is a 401:', (_, cases) => {
  test.each(cases)('%s (by %s)', async (_what, check, token) => {
    expect(await f.refusedBy(`Bearer ${token()}`)).toBe(check);
  });
});

describe('THREATS 11: an Authorization header is a 401:', () => {
  const headers: [string, () => string | string[]][] = [
    ['none', () => []],
    ['empty', () => ''],
    ['a scheme alone', () => 'Bearer'],
    ['a token alone', () => f.token()],
    ['another scheme', () => `Basic ${f.token()}`],
    ['two spaces', () => `Bearer  ${f.token()}`],
    ['a tab', () => `Bearer\t${f.token()}`],
    ['a space behind', () => `Bearer ${f.token()} `],
    ['a line break behind', () => `Bearer ${f.token()}\n`],
    ['two tokens in one header', () => `Bearer ${f.token()}, Bearer ${f.token()}`],
    ['the same token in two headers', () => [`Bearer ${f.token()}`, `Bearer ${f.token()}`]],
    ['a good token behind a bad one', () => ['Bearer x', `Bearer ${f.token()}`]],
    ['a good token before a bad one', () => [`Bearer ${f.token()}`, 'Bearer x']],
  ];
  test.each(headers)('%s', async (_, header) => {
    expect(await f.refusedBy(header())).toBe('authorization-header');
  });
});

test('positive control: the tokens that the table starts from are accepted', async () => {
  await expect(f.bearer(f.token())).resolves.toMatchObject({ context: { tenant: 'acme' } });
  await expect(f.bearer(f.partnerToken())).resolves.toMatchObject({ context: { tenant: 'partner' } });
  await expect(f.bearer(f.token({}, { typ: 'JWT' }))).resolves.toBeDefined();
  await expect(f.bearer(f.token({}, { typ: 'at+jwt' }))).resolves.toBeDefined();
  await expect(f.bearer(f.token({ nbf: now() - 1, padding: 'x'.repeat(4000) }))).resolves.toBeDefined();
});

test('positive control: a key id as Cognito makes them, a digest in Base64, is looked up', async () => {
  for (const kid of ['q/8k+0AbC=', '/leading', 'a'.repeat(256)]) {
    const issuer = new AuthorizerFixture();
    await issuer.open();
    issuer.pool.publish(kid);
    await expect(issuer.bearer(issuer.token({}, { kid }))).resolves.toMatchObject({ context: { tenant: 'acme' } });
    await issuer.close();
  }
});

test('no address out of a token is ever asked', () => {
  expect(f.stranger.requests).toEqual([]);
  expect(new Set([...f.pool.requests, ...f.partner.requests])).toEqual(new Set(['/jwks.json']));
});

test('whoever makes up key ids costs the issuer two requests, not one a token', () => {
  expect(f.pool.requests.length).toBeLessThanOrEqual(2);
});

test('a token with any character changed is refused, or says exactly what it said before', async () => {
  const token = f.token();
  const before = await f.bearer(token);
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'Aa0_-.+/= \n'), async (at, char) => {
      const changed = token.slice(0, at) + char + token.slice(at + 1);
      await f.bearer(changed).then(
        (after) => expect(after).toEqual(before),
        (error: Error) => expect(error.message).toBe('Unauthorized'),
      );
    }),
  );
});
