import { createHmac, createPublicKey, generateKeyPairSync, sign, type JsonWebKey } from 'node:crypto';

/** A token that must be refused, and what is wrong with it. */
export interface Forgery {
  readonly what: string;
  readonly token: string;
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const read = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Record<string, unknown>;

/**
 * Everything that can be made of a real token without the issuer's private key.
 *
 * @param keys the issuer's published keys, for the confusion of public key and shared secret.
 * @param lure an address of the attacker that a token names; it must never be asked.
 */
export function forgeries(real: string, keys: readonly JsonWebKey[], lure: string): readonly Forgery[] {
  const [header64 = '', claims64 = '', signature = ''] = real.split('.');
  const header = read(header64);
  const claims = read(claims64);
  const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const inline = { ...attacker.publicKey.export({ format: 'jwk' }), kid: header.kid, alg: 'RS256', use: 'sig' };

  const byAttacker = (over: object, body: object = claims) => {
    const input = `${part({ ...header, ...over })}.${part(body)}`;
    return `${input}.${sign('sha256', Buffer.from(input), attacker.privateKey).toString('base64url')}`;
  };
  const bySecret = (secret: string | Buffer, over: object = {}) => {
    const input = `${part({ ...header, alg: 'HS256', ...over })}.${claims64}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  const changed = (over: object) => `${header64}.${part({ ...claims, ...over })}.${signature}`;
  const headed = (over: object) => `${part({ ...header, ...over })}.${claims64}.${signature}`;

  return [
    ...['none', 'None', 'NONE', 'nOnE'].flatMap((alg) => [
      { what: `algorithm ${alg}, no signature`, token: `${part({ ...header, alg })}.${claims64}.` },
      { what: `algorithm ${alg}, a signature of zeros`, token: `${part({ ...header, alg })}.${claims64}.AAAA` },
      { what: `algorithm ${alg}, the real signature`, token: headed({ alg }) },
    ]),
    ...keys.flatMap((jwk) => {
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      return [
        { what: 'public key (PEM) as shared secret', token: bySecret(key.export({ format: 'pem', type: 'spki' })) },
        { what: 'public key (DER) as shared secret', token: bySecret(key.export({ format: 'der', type: 'spki' })) },
        { what: 'public key (JWK) as shared secret', token: bySecret(JSON.stringify(jwk)) },
      ];
    }),
    { what: 'an empty shared secret', token: bySecret('') },
    { what: 'no signature', token: `${header64}.${claims64}.` },
    { what: 'no signature part', token: `${header64}.${claims64}` },
    { what: 'a signature of one byte', token: `${header64}.${claims64}.AA` },
    { what: 'a cut signature', token: real.slice(0, -6) },
    {
      what: 'a changed signature',
      token: `${real.slice(0, -20)}${real.endsWith('A'.repeat(20)) ? 'B' : 'A'.repeat(20)}`,
    },
    { what: 'no key id', token: byAttacker({ kid: undefined }) },
    { what: 'a blank key id', token: byAttacker({ kid: '' }) },
    { what: 'a key id that climbs folders', token: bySecret('', { kid: '../../../../../dev/null' }) },
    { what: 'a key id that is a path', token: bySecret('', { kid: '/dev/null' }) },
    { what: 'a key id with SQL', token: bySecret('x', { kid: "x' UNION SELECT 'x'--" }) },
    { what: 'a key id with a command', token: byAttacker({ kid: '|sleep 5' }) },
    { what: 'a key id that nobody has', token: byAttacker({ kid: 'mine' }) },
    { what: 'a key address (jku)', token: byAttacker({ jku: lure }) },
    { what: 'a key address (jku) under the real signature', token: headed({ jku: lure }) },
    { what: 'a certificate address (x5u)', token: byAttacker({ x5u: lure }) },
    { what: 'an inline key (jwk)', token: byAttacker({ jwk: inline }) },
    { what: 'an inline key set', token: byAttacker({ jwks: { keys: [inline] } }) },
    { what: 'a critical extension', token: headed({ crit: ['exp'] }) },
    { what: 'another key under the real key id', token: byAttacker({}) },
    { what: 'another tenant', token: changed({ tenant: 'globex' }) },
    { what: 'another client', token: changed({ client_id: 'another', sub: 'another' }) },
    { what: 'more scopes', token: changed({ scope: 'llm/chat llm/embed llm/guard llm/usage llm/admin' }) },
    { what: 'more roles', token: changed({ roles: ['operator'] }) },
    { what: 'a later end', token: changed({ exp: 4102444800 }) },
    { what: 'an end that has passed', token: byAttacker({}, { ...claims, exp: 1 }) },
    { what: 'another issuer', token: changed({ iss: `${String(claims.iss)}x` }) },
    { what: 'an issuer of the attacker', token: byAttacker({}, { ...claims, iss: lure }) },
    { what: 'another use', token: changed({ token_use: 'id' }) },
    {
      what: 'a claim twice',
      token: `${header64}.${Buffer.from('{"tenant":"a","tenant":"b"}').toString('base64url')}.${signature}`,
    },
    { what: 'claims that are an array', token: `${header64}.${part([])}.${signature}` },
    { what: 'a header that is an array', token: `${part([])}.${claims64}.${signature}` },
    { what: 'five parts', token: `${real}.a.b` },
    { what: 'one part', token: 'token' },
    { what: '7 KB', token: `${header64}.${part({ ...claims, padding: 'x'.repeat(5000) })}.${signature}` },
  ];
}
