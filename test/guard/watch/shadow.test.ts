import type { Guard, GuardedRequest, ResponseGuard, ResponseStep, Segment } from '../../../lambda/guard/guard';
import { Shadow, expiredShadows, type ShadowVerdict } from '../../../lambda/guard/shadow';
import type { Refusal } from '../../../lambda/core/verdict';

const REFUSED: Refusal = { allowed: false, reason: 'secret_detected', check: 'secrets/key', score: 0.7 };
const segments = (...texts: string[]): Segment[] => texts.map((text, i) => ({ role: 'user', text, path: `/${i}` }));
const passed = (...texts: string[]): GuardedRequest => ({
  allowed: true,
  segments: segments(...texts),
  findings: [],
  pseudonyms: new Map(),
  untrustedContent: false,
});
const throws = (): never => {
  throw new Error('broken');
};

/** A trial of a policy that does what it is told. */
function trial(parts: Partial<Pick<Guard, 'inspectRequest' | 'openResponse'>>) {
  const told: ShadowVerdict[] = [];
  const guard = { policyName: 'next', policyVersion: 'v2', ...parts } as Guard;
  return { told, shadow: new Shadow(guard, (verdict) => told.push(verdict)) };
}

describe('a request', () => {
  const SAME = { policy: 'next@v2', side: 'request', outcome: 'passes', differs: false };
  const WHY = { reason: 'secret_detected', check: 'secrets/key', score: 0.7 };

  test.each<[string, GuardedRequest | Refusal, GuardedRequest | Refusal, object]>([
    ['both pass alike', passed('a', 'b'), passed('a', 'b'), SAME],
    ['both pass, with other texts', passed('a', 'b'), passed('a', 'B'), { ...SAME, differs: true }],
    ['both pass, with fewer texts', passed('a', 'b'), passed('a'), { ...SAME, differs: true }],
    ['both pass, with more texts', passed('a'), passed('a', 'b'), { ...SAME, differs: true }],
    ['the trial passes what is refused', REFUSED, passed('a'), { ...SAME, differs: true }],
    ['the trial refuses what passes', passed('a'), REFUSED, { ...SAME, outcome: 'refuses', differs: true, ...WHY }],
    ['both refuse', REFUSED, REFUSED, { ...SAME, outcome: 'refuses', ...WHY }],
  ])('%s', (_name, decided, tried, verdict) => {
    const asked: unknown[] = [];
    const { told, shadow } = trial({
      inspectRequest: (given) => {
        asked.push(given);
        return tried;
      },
    });
    shadow.inspectRequest(segments('x'), decided, 250);
    expect(asked).toEqual([segments('x')]);
    expect(told).toEqual([verdict]);
  });

  test('a trial that throws has failed, and nobody hears of it but the report', () => {
    const { told, shadow } = trial({ inspectRequest: throws });
    shadow.inspectRequest(segments('x'), passed('x'), 0);
    expect(told).toEqual([{ ...SAME, outcome: 'failed' }]);
  });

  test('a request that took long is not read a second time', () => {
    const { told, shadow } = trial({ inspectRequest: throws });
    shadow.inspectRequest(segments('x'), passed('x'), 250.1);
    expect(told).toEqual([{ ...SAME, outcome: 'skipped' }]);
  });
});

describe('an answer', () => {
  const SAME = { policy: 'next@v2', side: 'response', outcome: 'passes', differs: false };
  const WHY = { reason: 'secret_detected', check: 'secrets/key', score: 0.7 };
  type Say = (piece: string) => ResponseStep;
  const say = (text: string): ResponseStep => ({ allowed: true, text, findings: [] });
  const guardOf = (push: Say, end: () => ResponseStep = () => say('')): ResponseGuard => ({ push, end });
  const echo = () => guardOf(say);

  /** Sends pieces through both; the caller hears only what the deciding guard says. */
  function run(deciding: ResponseGuard, tried: () => ResponseGuard, pieces = ['a', 'b']) {
    let opened = 0;
    const { told, shadow } = trial({
      openResponse: () => {
        opened += 1;
        return tried();
      },
    });
    const both = shadow.openResponse(deciding, {} as never);
    const steps: ResponseStep[] = [];
    for (const step of [...pieces.map((piece) => () => both.push(piece)), () => both.end()]) {
      expect(told).toEqual([]);
      steps.push(step());
      if (!steps.at(-1)!.allowed) break;
    }
    return { told, steps, opened, both };
  }

  test.each<[string, () => ResponseGuard, () => ResponseGuard, object]>([
    ['both say the same', echo, echo, SAME],
    [
      'both say the same in other pieces',
      echo,
      () => {
        let held = '';
        return guardOf(
          (piece) => {
            held += piece;
            return say('');
          },
          () => say(held),
        );
      },
      SAME,
    ],
    [
      'the trial says something else',
      echo,
      () => guardOf((piece) => say(piece.toUpperCase())),
      { ...SAME, differs: true },
    ],
    ['the trial says more at the end', echo, () => guardOf(say, () => say('!')), { ...SAME, differs: true }],
    ['the trial refuses', echo, () => guardOf(() => REFUSED), { ...SAME, outcome: 'refuses', differs: true, ...WHY }],
    [
      'the trial refuses at the end',
      echo,
      () => guardOf(say, () => REFUSED),
      { ...SAME, outcome: 'refuses', differs: true, ...WHY },
    ],
    [
      'both refuse',
      () => guardOf(() => REFUSED),
      () => guardOf(() => REFUSED),
      { ...SAME, outcome: 'refuses', ...WHY },
    ],
    ['the trial passes what is refused', () => guardOf(() => REFUSED), echo, { ...SAME, differs: true }],
    ['the trial throws', echo, () => guardOf(throws), { ...SAME, outcome: 'failed' }],
    ['the trial cannot be opened', echo, throws, { ...SAME, outcome: 'failed' }],
  ])('%s', (_name, deciding, tried, verdict) => {
    const alone = deciding();
    const heard = [alone.push('a'), alone.push('b'), alone.end()];
    const { told, steps } = run(deciding(), tried);
    expect(told).toEqual([verdict]);
    expect(steps).toEqual(heard.slice(0, steps.length));
  });

  test('a trial that has failed or refused is not asked again, and is told of once', () => {
    for (const broken of [throws, () => REFUSED]) {
      let asked = 0;
      const { told, opened, both } = run(echo(), () =>
        guardOf(() => {
          asked += 1;
          return broken();
        }),
      );
      expect([asked, opened]).toEqual([1, 1]);
      both.end();
      expect(told).toHaveLength(1);
    }
  });
});

test('trials of a config that are over are named, others are not', () => {
  const shadow = (until: string) => ({ shadow: { policy: 'next', until } });
  const at = Date.parse('2027-02-01T00:00:00Z');
  const policies = { over: shadow('2027-01-31'), runs: shadow('2027-02-01'), none: {} };
  expect(expiredShadows(policies, at)).toEqual([{ policy: 'over', shadow: 'next', until: '2027-01-31' }]);
  expect(expiredShadows(policies, at - 1)).toEqual([]);
  expect(() => expiredShadows({ odd: { shadow: 'next' } }, at)).toThrow('guardPolicies.odd.shadow: expected an object');
});
