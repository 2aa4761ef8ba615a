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
