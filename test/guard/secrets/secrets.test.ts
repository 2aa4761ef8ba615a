import * as fc from 'fast-check';
import { PatternSet } from '../../../lambda/guard/pattern-set';
import { SECRET_PATTERNS } from '../../../lambda/guard/secrets';

const patterns = new PatternSet(SECRET_PATTERNS);
const namesIn = (text: string): string[] => patterns.find(text).map(({ pattern }) => pattern.name);

/** Credentials of issuers that mark theirs with a prefix: made from the form itself, so that none lies in this repository. */
const PREFIXED = SECRET_PATTERNS.filter(({ starts }) => Array.isArray(starts)).filter(
  ({ name }) => !/^(?:jdbc|putty|authorization|session|npmrc|shell|json-web)/.test(name),
);

/** The expression without what must stand beside it, which a generator cannot read. */
const body = (source: string): RegExp => new RegExp(`^${source.replace(/\(\?<?![^()]*\)/g, '')}$`);

test('there are more than a hundred forms, each with a name of its own', () => {
  const names = SECRET_PATTERNS.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(100);
  expect(new Set(names).size).toBe(names.length);
});

test.each(PREFIXED.map((pattern) => [pattern.name, pattern] as const))(
  '%s is found where it stands',
  (_name, { pattern }) => {
    const made = fc.sample(fc.stringMatching(body(pattern.source)), { seed: 7, numRuns: 40 });
    const found = made.filter((secret) => namesIn(`config has ${secret} in it`).length > 0);
    // a made-up sample often holds a run that reads as a placeholder.
    expect(found.length).toBeGreaterThan(0);
  },
);

const random = 'q7Zr2Kx9Lm4Tv8Wb3Yc6';
test.each([
  ['url-with-password', `postgres://app:${random}@db.internal:5432/main`],
  ['key-value-connection-string', `Server=db.internal;Database=x;User Id=sa;Password=${random};`],
  ['private-key', `-----BEGIN ${'RSA'} PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----`],
  ['putty-private-key', 'PuTTY-User-Key-File-3: ssh-ed25519'],
  ['json-web-token', `eyJ${'hbGciOiJIUzI1'}.eyJ${'zdWIiOiIxMjM0'}.${random}`],
  ['authorization-header', `Authorization: Bearer ${random}${random}`],
  ['quoted-secret', `api_key = "${random}"`],
  ['bare-secret', `CLIENT_SECRET=${random}`],
  ['told-password', `the password is hunter2x9`],
  ['shell-credential', `curl -u admin:${random} https://x.org`],
])('%s is found', (name, text) => expect(namesIn(text)).toContain(name));

test.each([
  'const password = process.env.PASSWORD;',
  'api_key: "<your api key>"',
  'password = "changeme"',
  'postgres://user:password@localhost/db',
  'See the section about tokens, keys and passwords.',
  'AKIAIOSFODNN7EXAMPLE is what the documentation shows',
  'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
])('%s holds no credential', (text) => expect(namesIn(text)).toEqual([]));
