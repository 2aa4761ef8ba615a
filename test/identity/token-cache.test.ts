import { rememberVerified } from '../../lambda/identity/token-cache';
import type { VerifiedToken } from '../../lambda/identity/token-verifier';

const principal = { tenant: 'acme', client: 'c', roles: [], scopes: [] };

function remembering(expiresAtSeconds = 10_000) {
  let now = 0;
  const verify = jest.fn(async (token: string) =>
    token.startsWith('bad')
      ? ({ allowed: false, reason: 'unauthenticated', check: 'signature', score: 1 } as const)
      : ({ allowed: true, principal: { ...principal, user: token }, expiresAtSeconds } satisfies VerifiedToken),
  );
  return { verify, ask: rememberVerified(verify, () => now), at: (ms: number) => (now = ms) };
}

test('verifies a token once in five minutes', async () => {
  const { verify, ask, at } = remembering();
  await ask('a');
  at(299_999);
  await ask('a');
  expect(verify).toHaveBeenCalledTimes(1);
  at(300_000);
  await ask('a');
  expect(verify).toHaveBeenCalledTimes(2);
});

test('never answers beyond the end of the token', async () => {
  const { verify, ask, at } = remembering(5);
  await ask('a');
  at(4_999);
  await ask('a');
  expect(verify).toHaveBeenCalledTimes(1);
  at(5_000);
  await ask('a');
  expect(verify).toHaveBeenCalledTimes(2);
});

test('remembers no refusal, so whoever makes up tokens cannot push out the others', async () => {
  const { verify, ask } = remembering();
  await ask('good');
  for (let at = 0; at < 2000; at += 1) await ask(`bad-${at}`);
  await ask('bad-0');
  expect(verify).toHaveBeenCalledTimes(2002);
  await ask('good');
  expect(verify).toHaveBeenCalledTimes(2002);
});

test('forgets the oldest of more than a thousand, and nothing else', async () => {
  const { verify, ask } = remembering();
  for (let at = 0; at <= 1000; at += 1) await ask(`token-${at}`);
  verify.mockClear();
  for (let at = 1; at <= 1000; at += 1) await ask(`token-${at}`);
  expect(verify).not.toHaveBeenCalled();
  await ask('token-0');
  expect(verify).toHaveBeenCalledTimes(1);
});

test('tells tokens apart', async () => {
  const { ask } = remembering();
  const [one, two] = [await ask('one'), await ask('two')];
  expect(one).not.toEqual(two);
  expect(await ask('one')).toEqual(one);
});
