import { PatternSet } from '../../../lambda/guard/pattern-set';
import { SECRET_PATTERNS } from '../../../lambda/guard/secrets';
import { asDocumented, filled, SECRET_FIXTURES, SECRET_VARIANTS } from './fixtures';

const patterns = new PatternSet(SECRET_PATTERNS);
const namesIn = (text: string): string[] => patterns.find(text).map(({ pattern }) => pattern.name);

test('every form has a fixture, and every fixture a form', () => {
  expect(SECRET_PATTERNS.map(({ name }) => name).sort()).toEqual(Object.keys(SECRET_FIXTURES).sort());
});

test('there are more than a hundred forms, each with a name of its own', () => {
  const names = SECRET_PATTERNS.map(({ name }) => name);
  expect(names.length).toBeGreaterThan(100);
  expect(new Set(names).size).toBe(names.length);
});

describe.each(Object.entries(SECRET_FIXTURES))('%s', (name, fixture) => {
  const bad = `config has ${filled(fixture.bad)} in it`;
  test('is found', () => expect(namesIn(bad)).toContain(name));
  test('is not found in what only looks like it', () => {
    expect(namesIn(`config has ${asDocumented(fixture)} in it`)).not.toContain(name);
  });
  test('makes a difference', () => {
    const others = new PatternSet(SECRET_PATTERNS.filter((pattern) => pattern.name !== name));
    expect(others.find(bad)).not.toEqual(patterns.find(bad));
  });
});

describe.each(Object.entries(SECRET_VARIANTS))('%s, written otherwise', (name, variants) => {
  const { type } = SECRET_PATTERNS.find((pattern) => pattern.name === name) ?? { type: '' };
  test.each(variants)('%s', (variant) => {
    const text = `config has ${filled(variant)} in it`;
    // another form may know it too: what counts is that it is a credential, from its first unit on.
    expect(namesIn(text)).not.toEqual([]);
    expect(new PatternSet(SECRET_PATTERNS.filter((pattern) => pattern.name === name)).find(text)).toMatchObject([{ pattern: { name } }]); // prettier-ignore
    expect(['SECRET', 'TOKEN', 'PRIVATE_KEY', 'CONNECTION_STRING']).toContain(type);
  });
});

test('every prefix is one that a credential of its form begins with', () => {
  for (const { name, starts } of SECRET_PATTERNS) {
    if (!Array.isArray(starts) || name.endsWith('-secret') || name === 'told-password') continue;
    const written = [SECRET_FIXTURES[name]?.bad ?? '', ...(SECRET_VARIANTS[name] ?? [])]
      .map(filled)
      .join('\n')
      .toLowerCase();
    for (const start of starts as readonly string[])
      expect([name, start, written.includes(start.toLowerCase())]).toEqual([name, start, true]);
  }
});

test.each([
  'const password = process.env.PASSWORD;',
  'api_key: "<your api key>"',
  'password = "changeme"',
  'postgres://user:password@localhost/db',
  'See the section about tokens, keys and passwords.',
  'AKIAIOSFODNN7EXAMPLE is what the documentation shows',
  'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
])('%s holds no credential', (text) => expect(namesIn(text)).toEqual([]));

const written = (name: string): readonly string[] =>
  [SECRET_FIXTURES[name]?.bad ?? '', ...(SECRET_VARIANTS[name] ?? [])].map(filled);

describe('in a stream', () => {
  test.each(SECRET_PATTERNS.map((pattern) => [pattern.name, pattern] as const))(
    'what may still become one is held back, and nothing else: %s',
    (name, pattern) => {
      const set = new PatternSet([pattern]);
      for (const value of written(name)) {
        const text = `Well, the config has ${value}`;
        const [match] = set.find(`${text} in it`);
        expect([value, match === undefined]).toEqual([value, false]);
        const { start = 0, end = 0 } = match ?? {};
        for (let cut = start + 1; cut < end; cut++) {
          const held = set.openFrom(text.slice(0, cut), 0);
          expect([text.slice(0, cut), Math.min(held, start)]).toEqual([text.slice(0, cut), held]);
        }
        const on = `${text}\n${'and so the story of this went on. '.repeat(3)}`;
        expect(on.length - set.openFrom(on, end)).toBeLessThanOrEqual(Math.max(40, pattern.lookAround));
      }
    },
  );
});

describe('what stands where a credential would', () => {
  const found = (name: string, text: string): boolean =>
    new PatternSet(SECRET_PATTERNS.filter((pattern) => pattern.name === name)).find(text).length > 0;

  test.each([
    ...['password', 'passwd', 'pass', 'pwd', 'secret', 'user', 'username', 'xxx', 'xxxxx', '***', '*****', 'changeme'],
    ...['redacted', '<pw-1>', '${DB_PW}', '{pw_1}', '...', 'token', 'your-pw-1', '[hidden1]', 'PASSWORD', 'Changeme'],
  ])('is no password of an address: %s', (word) => {
    expect(found('url-with-password', `postgres://app:${word}@db.internal/main`)).toBe(false);
    expect(found('key-value-connection-string', `Server=db;Password=${word}`)).toBe(false);
    expect(found('key-value-connection-string', `Server=db;Password =  ${word}`)).toBe(false);
  });

  test.each(['xpassword', 'passwords', 'x%s', 'aredacted', 'tokens', 'user1', 'xuser', 'xxy', '**a', 'not-yours'])(
    'is one: %s',
    (word) => {
      expect(found('url-with-password', `postgres://app:${word}@db.internal/main`)).toBe(true);
      expect(found('key-value-connection-string', `Server=db;Password=${word}`)).toBe(true);
    },
  );

  test.each([
    ...[
      'process.env.KEY1',
      'os.environ1',
      'env.KEY12345',
      'config.key1234',
      'settings.key12',
      'self.key12345',
      'this.key1234',
    ],
    ...[
      'true.key1234',
      'None.key1234',
      'string1.x'.replace('1.', '.1'),
      'https://a1b2c3.d4e5',
      'http://a1b2c3d4.e',
      'arn:aws:x1y2z3q4',
    ],
    ...[
      'file:x1y2z3q4w5',
      's3:x1y2z3q4w5e6',
      'ssm:x1y2z3q4w5e6',
      'vault:x1y2z3q4w5',
      '/etc/x1y2z3q4',
      './etc/x1y2z3',
      '~/.x/y1z2q3w4',
    ],
    ...[
      'some_snake.case-name',
      'SOME_SNAKE-NAME.X',
      'CamelCaseNameOfIt',
      '192.168.100.200',
      'aabb1122aabb1122',
      '!!!!!!!!!!!!',
    ],
    ...[
      'Zx9EXAMPLEQv7Lm2',
      'Zx9Qv7exampleLm2',
      'Zx9xxxxxxQv7Lm2',
      'Zx9XXXXXXQv7Lm2',
      'Zx9****Qv7Lm2K',
      'your_Zx9Qv7Lm2',
      'Zx9Qv7...Lm2Kp',
    ],
  ])('is no secret by its name: %s', (value) => {
    expect(found('quoted-secret', `api_key = "${value}"`)).toBe(false);
    expect(found('bare-secret', `api_key=${value}`)).toBe(false);
  });

  test.each([
    'Zx9Qv7Lm2Kp4Rt',
    'environment9Qv7Lm2',
    'xhttps9Qv7Lm2Kp',
    'x.key.1Qv7Lm2',
    'A1b2C3d4E5',
    'my-secret-99-words',
  ])('is one by its name: %s', (value) => {
    expect(found('quoted-secret', `api_key = "${value}"`)).toBe(true);
    expect(found('bare-secret', `api_key=${value}`)).toBe(true);
  });

  test.each<[string, string, boolean]>([
    ['told-password', 'the password is hunter', false],
    ['told-password', 'the password is 12345678', false],
    ['told-password', 'the password is xxxxxx12', false],
    ['told-password', 'the password is hunt3r', true],
    ['curl-credential', 'curl -u admin:$PASSWORD https://x', false],
    ['curl-credential', 'curl -u admin:${pw} https://x', false],
    ['curl-credential', 'curl -u admin:$(cat pw) https://x', false],
    ['curl-credential', 'curl -u admin:xxxxxxxx https://x', false],
    ['curl-credential', 'curl -u admin:pa$$w0rd https://x', true],
    ['database-credential', 'mysql -u root -p main', false],
    ['aws-secret-access-key', `aws secret: ${'ab'.repeat(20)}`, false],
    ['aws-secret-access-key', `aws secret: ${'abcdefghijkl1'.repeat(4).slice(0, 40)}`, true],
    ['json-web-token', `eyJ${'a1b2c3d4e5'}.eyJ${'a1b2c3d4e5'}.${'a1b2c3d4e'}`, false],
    ['json-web-token', `eyJ${'a1b2c3d4e5'}.eyJ${'a1b2c3d4e5'}.${'a1b2c3d4e5'}`, true],
    ['json-web-token', `xeyJ${'a1b2c3d4e5'}.eyJ${'a1b2c3d4e5'}.${'a1b2c3d4e5'}`, false],
    ['authorization-header', 'bearer of bad newsabcdefghijklmnopq', false],
    ['authorization-header', 'Authorization: Bearer your_token_goes_here1', false],
    ['npmrc-token', '_authToken=xxxxxxxxxxxxxxxxxxxx', false],
    ['session-cookie', 'sessionid=xxxxxxxxxxxxxxxxxxxx', false],
    ['github-token', `ghp_${'0'.repeat(36)}`, false],
    ['github-token', `ghp_${'1234567890abcdef'}${'GhIjKlMnOpQrStUvWxYz'}`, false],
    ['twitter-bearer', `${'A'.repeat(22)}${'abcdefghijklmnop'.repeat(5)}`, false],
    ['twitter-bearer', `${'A'.repeat(22)}${'abcdefghijklmnopq'.repeat(5)}`, true],
    ['jwk-private-key', `{"kty":"EC"},{"d":"${'abc123'.repeat(6)}"}`, false],
    ['jwk-private-key', `{"kty":"EC","x":{}},{"d":"${'abc123'.repeat(6)}"}`, false],
    ['jwk-private-key', `{"d":"${'abc123'.repeat(6)}"},{"kty":"EC"}`, false],
    ['jwk-private-key', `{"d":"${'abc123'.repeat(6)}","kty":"EC"}`, true],
    ['jwk-private-key', `{"a":{},"kty":"EC","d":"${'abc123'.repeat(6)}"}`, true],
    ['jwk-private-key', `{"kty":"EC","d":"${'abc123'.repeat(6)}"}`, true],
  ])('%s in %s: %s', (name, text, expected) => {
    expect(found(name, text)).toBe(expected);
  });
});
