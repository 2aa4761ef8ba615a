import * as fc from 'fast-check';
import { errorBody } from '../../lambda/core/error-body';
import { REASONS, type ReasonCode } from '../../lambda/core/reason';
import { decide, type Check } from '../../lambda/core/verdict';

test('a check that throws never opens the gate, whatever it throws', () => {
  fc.assert(
    fc.property(fc.anything(), (thrown) => {
      const broken: Check<unknown> = {
        name: 'broken',
        run: () => {
          throw thrown;
        },
      };
      expect(decide([broken], {})).toEqual({ allowed: false, reason: 'guard_failed', check: 'broken', score: 1 });
    }),
  );
});

test('the first refusal decides and no later check runs', () => {
  const later = jest.fn(() => undefined);
  const verdict = decide(
    [
      { name: 'first', run: () => 'prompt_injection' },
      { name: 'later', run: later },
    ],
    'text',
  );
  expect(verdict).toEqual({ allowed: false, reason: 'prompt_injection', check: 'first', score: 1 });
  expect(later).not.toHaveBeenCalled();
});

test('an allowed verdict carries the subject', () => {
  expect(decide([{ name: 'pass', run: () => undefined }], 'text')).toEqual({ allowed: true, subject: 'text' });
});

describe('every reason', () => {
  test.each(Object.keys(REASONS) as ReasonCode[])('%s has an error status and a sentence', (reason) => {
    const { status, message } = REASONS[reason];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(message).toMatch(/^[A-Z][^\n]+\.$/);
    expect(errorBody(reason).error.code).toBe(reason);
  });
});
