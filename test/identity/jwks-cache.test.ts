import type { Jwks } from 'aws-jwt-verify/jwk';
import { BoundedJwksCache, KeysUnavailableError } from '../../lambda/identity/jwks-cache';

const URI = 'https://idp.example/jwks.json';
const MINUTE = 60_000;

function cacheOf(...kids: string[]) {
  let now = 1_000_000;
  let keys = kids;
  let down = false;
  let asked = 0;
  const cache = new BoundedJwksCache({
    nowMs: () => now,
    fetchKeys: async () => {
      asked += 1;
      if (down) throw new Error('down');
      return { keys: keys.map((kid) => ({ kty: 'RSA', kid })) } as unknown as Jwks;
    },
  });
  return {
    key: async (kid: string) => (await cache.getJwk(URI, { header: { kid } } as never)).kid,
    wait: (ms: number) => (now += ms),
    rotate: (...next: string[]) => (keys = next),
    fail: (value = true) => (down = value),
    asked: () => asked,
  };
}

test('keys are fetched once', async () => {
  const c = cacheOf('a', 'b');
  for (let at = 0; at < 100; at += 1) await c.key(at % 2 ? 'a' : 'b');
  expect(c.asked()).toBe(1);
});

test('those who ask at the same time wait for the same answer', async () => {
  const c = cacheOf('a');
  await Promise.all(Array.from({ length: 50 }, () => c.key('a')));
  expect(c.asked()).toBe(1);
});

test('an unknown key id fetches again, so that a new key works at once', async () => {
  const c = cacheOf('a');
  await c.key('a');
  c.wait(10_000);
  c.rotate('a', 'b');
  expect(await c.key('b')).toBe('b');
  expect(c.asked()).toBe(2);
});

test('unknown key ids fetch once in ten seconds, however many there are', async () => {
  const c = cacheOf('a');
  await c.key('a');
  for (let second = 0; second < 60; second += 1) {
    for (let at = 0; at < 20; at += 1) await expect(c.key(`made-up-${second}-${at}`)).rejects.toThrow('unknown key id');
    c.wait(1000);
  }
  expect(c.asked()).toBeLessThanOrEqual(7);
});

test('made-up key ids do not keep known keys from being used', async () => {
  const c = cacheOf('a');
  await c.key('a');
  await expect(c.key('made-up')).rejects.toThrow('unknown key id');
  expect(await c.key('a')).toBe('a');
});

test('a key that the issuer withdrew stops counting after an hour', async () => {
  const c = cacheOf('a', 'b');
  await c.key('a');
  c.rotate('b');
  c.wait(59 * MINUTE);
  expect(await c.key('a')).toBe('a');
  c.wait(MINUTE);
  await expect(c.key('a')).rejects.toThrow('unknown key id');
  expect(await c.key('b')).toBe('b');
});

test('while the address is down the last keys count for twelve hours and no longer', async () => {
  const c = cacheOf('a');
  await c.key('a');
  c.fail();
  c.wait(12 * 60 * MINUTE - 1);
  expect(await c.key('a')).toBe('a');
  c.wait(MINUTE);
  await expect(c.key('a')).rejects.toThrow(KeysUnavailableError);
});

test('an address that is down is asked once a second, and works again when it is up', async () => {
  const c = cacheOf('a');
  c.fail();
  for (let at = 0; at < 100; at += 1) await expect(c.key('a')).rejects.toThrow(KeysUnavailableError);
  expect(c.asked()).toBe(1);
  c.fail(false);
  await expect(c.key('a')).rejects.toThrow(KeysUnavailableError);
  c.wait(1000);
  expect(await c.key('a')).toBe('a');
});

test('an unknown key id while the address fails is not called the fault of the caller', async () => {
  const c = cacheOf('a');
  await c.key('a');
  c.wait(10_000);
  c.fail();
  await expect(c.key('perhaps-new')).rejects.toThrow(KeysUnavailableError);
});

test.each(['__proto__', 'constructor', ''])('no key is called %p by accident', async (kid) => {
  await expect(cacheOf('a').key(kid)).rejects.toThrow('unknown key id');
});
