import { createRotation } from '../../lambda/credentials/rotation';
import { tryKey } from '../../lambda/credentials/try-key';
import type { RotationPorts } from '../../lambda/credentials/ports';
import { ARN, FakeIssuer, FakeSecret, UPSTREAM } from './fakes';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];
const PLACEHOLDER = '{"placeholder":true,"apiKey":"random-characters"}';

function setUp(current = '{"apiKey":"old-key-1"}', more: Partial<RotationPorts> = {}) {
  const secret = new FakeSecret(current);
  const tried: string[] = [];
  const lines: string[] = [];
  const rotation = createRotation([UPSTREAM], {
    secrets: secret,
    tryKey: async (_upstream, key) => void tried.push(key),
    emit: (line) => void lines.push(JSON.stringify(line)),
    ...more,
  });
  const step = (Step: string, token = 't1') => rotation({ Step, SecretId: ARN, ClientRequestToken: token });
  const rotate = async (token = 't1') => {
    for (const name of STEPS) await step(name, token);
  };
  return { secret, tried, lines, step, rotate };
}

describe('a rotation', () => {
  test('tries the staged key, then makes it current; the key before is the fallback', async () => {
    const { secret, tried, rotate } = setUp();
    secret.stage('s1', '{"apiKey":"new-key-2"}');
    await rotate();
    expect(tried).toEqual(['new-key-2']);
    expect(secret.at('AWSCURRENT')).toBe('{"apiKey":"new-key-2"}');
    expect(secret.at('AWSPREVIOUS')).toBe('{"apiKey":"old-key-1"}');
    expect(secret.at('LLMAPI_STAGED')).toBeUndefined();
  });

  test('puts the first key in place of the placeholder', async () => {
    const { secret, rotate } = setUp(PLACEHOLDER);
    secret.stage('s1', 'first-key-1');
    await rotate();
    expect(secret.at('AWSCURRENT')).toBe('{"apiKey":"first-key-1"}');
  });

  test('changes nothing while the upstream refuses the new key', async () => {
    const { secret, rotate } = setUp(undefined, { tryKey: () => Promise.reject(new Error('401')) });
    secret.stage('s1', 'new-key-2');
    await expect(rotate()).rejects.toThrow('rotation: testSecret failed: Error');
    expect(secret.at('AWSCURRENT')).toBe('{"apiKey":"old-key-1"}');
  });

  test.each(STEPS)('killed after %s and begun again, it ends the same', async (last) => {
    const { secret, step, rotate, tried } = setUp();
    secret.stage('s1', 'new-key-2');
    for (const name of STEPS.slice(0, STEPS.indexOf(last) + 1)) await step(name);
    await rotate();
    expect(secret.at('AWSCURRENT')).toBe('{"apiKey":"new-key-2"}');
    expect(secret.at('AWSPREVIOUS')).toBe('{"apiKey":"old-key-1"}');
    expect(tried.length).toBeGreaterThan(0);
  });

  test('an issuer makes the key, and retires the one that is nobody’s fallback any more', async () => {
    const issuer = new FakeIssuer();
    const { secret, rotate } = setUp(PLACEHOLDER, { issuer });
    await rotate('t1');
    await rotate('t2');
    expect(issuer.retired).toEqual([]);
    await rotate('t3');
    expect(issuer.retired).toEqual(['key-1']);
    expect(secret.at('AWSCURRENT')).toContain('issued-key-3');
    expect(secret.at('AWSPREVIOUS')).toContain('issued-key-2');
  });

  test.each([
    ['nothing staged', (_: FakeSecret) => undefined, 'expected a staged key, got none'],
    ['the key that is in use', (secret: FakeSecret) => secret.stage('s1', 'old-key-1'), 'got the one that is in use'],
    ['the placeholder', (secret: FakeSecret) => secret.stage('s1', PLACEHOLDER), 'got the placeholder'],
    ['two lines', (secret: FakeSecret) => secret.stage('s1', 'one-key-1\none-key-2'), 'got something else'],
  ])('is refused with %s', async (_name, arrange, message) => {
    const { secret, rotate } = setUp();
    arrange(secret);
    await expect(rotate()).rejects.toThrow(message);
    expect(secret.at('AWSCURRENT')).toBe('{"apiKey":"old-key-1"}');
  });

  test.each([
    [
      'another secret',
      { Step: 'createSecret', SecretId: `${ARN}x`, ClientRequestToken: 't' },
      'the secret of an upstream',
    ],
    ['an unknown step', { Step: 'toString', SecretId: ARN, ClientRequestToken: 't' }, 'one of the four steps'],
    [
      'a version that is not pending',
      { Step: 'finishSecret', SecretId: ARN, ClientRequestToken: 't' },
      'to be pending',
    ],
  ])('is refused for %s', async (_name, event, message) => {
    const { secret } = setUp();
    const rotation = createRotation([UPSTREAM], {
      secrets: secret,
      tryKey: async () => undefined,
      emit: () => undefined,
    });
    await expect(rotation(event)).rejects.toThrow(message);
  });
});

test('no key is logged or thrown, whatever fails and whatever it says', async () => {
  const canary = 'sk-canary-0123456789';
  const failing = async (): Promise<never> => {
    throw Object.assign(new SyntaxError(`Unexpected token in ${canary}`), { canary });
  };
  const messages: string[] = [];
  for (const more of [
    { tryKey: failing },
    { issuer: { issue: failing, retire: failing } },
  ] satisfies Partial<RotationPorts>[]) {
    const { secret, rotate, lines } = setUp(`{"apiKey":"${canary}`, more);
    secret.stage('s1', canary);
    messages.push(String(await rotate().catch((error: unknown) => error)), ...lines);
  }
  const { secret, rotate, lines } = setUp();
  secret.stage('s1', `{"apiKey":"${canary}"`);
  messages.push(String(await rotate().catch((error: unknown) => error)), ...lines);
  expect(messages.length).toBeGreaterThan(5);
  expect(messages.join('\n')).not.toContain('canary');
});

describe('a key is tried', () => {
  const upstream = (status: (url: string) => number) => {
    const calls: { url: string; init: RequestInit }[] = [];
    const fetchIt = async (url: string | URL | Request, init: RequestInit = {}) => {
      calls.push({ url: String(url), init });
      return new Response('{}', { status: status(String(url)) });
    };
    return { calls, run: () => tryKey(fetchIt, UPSTREAM, 'new-key-2') };
  };

  test('by one call of each kind that the gateway makes, where it makes them', async () => {
    const { calls, run } = upstream(() => 200);
    await run();
    expect(calls.map(({ url }) => url)).toEqual([
      'https://llm.example/v1/chat/completions',
      'https://llm.example/v1/embeddings',
    ]);
    for (const { init } of calls) {
      expect(init).toMatchObject({ redirect: 'error', headers: { authorization: 'Bearer new-key-2' } });
    }
  });

  test.each([401, 403, 404, 429, 500])('and refused with %i', async (status) => {
    await expect(upstream((url) => (url.endsWith('/embeddings') ? status : 200)).run()).rejects.toThrow(
      `got ${status}`,
    );
  });
});
