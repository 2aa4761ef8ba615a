import { runBeside } from '../../scripts/test/beside.mjs';

/** Steps that say when they start and end, and end when they are told. */
class Steps {
  public readonly said: string[] = [];
  private readonly ends = new Map<string, (fails?: Error) => void>();

  public of(id: string, after?: readonly string[], word = id) {
    const run = (): Promise<void> => {
      this.said.push(`+${id}`);
      return new Promise((resolve, reject) => {
        this.ends.set(id, (error) => {
          this.said.push(`-${id}`);
          if (error) reject(error);
          else resolve();
        });
      });
    };
    return { word, run, ...(after && { after }) };
  }

  public async end(id: string, error?: Error): Promise<void> {
    this.ends.get(id)!(error);
    await new Promise(setImmediate);
  }
}

test('runs two at a time, in their order, and the next one when one ends', async () => {
  const steps = new Steps();
  const all = runBeside([steps.of('a'), steps.of('b'), steps.of('c')], 2);
  expect(steps.said).toEqual(['+a', '+b']);
  await steps.end('b');
  expect(steps.said).toEqual(['+a', '+b', '-b', '+c']);
  await steps.end('c');
  await steps.end('a');
  await all;
});

test('a step waits for every step of a name that it comes after, and lets others pass', async () => {
  const steps = new Steps();
  const all = runBeside(
    [steps.of('last', ['start']), steps.of('one', [], 'start'), steps.of('two', [], 'start'), steps.of('other')],
    2,
  );
  expect(steps.said).toEqual(['+one', '+two']);
  await steps.end('one');
  expect(steps.said).toEqual(['+one', '+two', '-one', '+other']);
  await steps.end('other');
  expect(steps.said).not.toContain('+last');
  await steps.end('two');
  expect(steps.said.at(-1)).toBe('+last');
  await steps.end('last');
  await all;
});

test('what it comes after need not be there', async () => {
  const steps = new Steps();
  const all = runBeside([steps.of('ledger', ['once'])], 2);
  expect(steps.said).toEqual(['+ledger']);
  await steps.end('ledger');
  await all;
});

test('fails for steps that wait for each other', async () => {
  const steps = new Steps();
  await expect(runBeside([steps.of('a', ['b']), steps.of('b', ['a'])], 2)).rejects.toThrow(
    'steps wait for each other: a, b',
  );
});

test('fails with a step that throws: a step says itself that it failed', async () => {
  const steps = new Steps();
  const all = runBeside([steps.of('a')], 2);
  const fails = expect(all).rejects.toThrow('a fault of ours');
  await steps.end('a', new Error('a fault of ours'));
  await fails;
});
