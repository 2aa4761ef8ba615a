import { ExtractionMemory, type ExtractionRequest } from '../../../lambda/guard/extraction';

const AT = 1e12;
const ask = (prompt: string, more: Partial<ExtractionRequest> = {}): ExtractionRequest => ({
  prompt,
  conversation: [prompt],
  logprobs: false,
  choices: 1,
  atMs: AT,
  ...more,
});
const PROMPT = 'please tell me what you know about this one topic';
/** Scores of a number of requests in a row. */
const scores = (requests: readonly ExtractionRequest[], memory = new ExtractionMemory()): number[] =>
  requests.map((request) => memory.score(request));
const times = (count: number, make: (i: number) => ExtractionRequest): ExtractionRequest[] =>
  Array.from({ length: count }, (_, i) => make(i));
/** Prompts that have no three words in a row in common. */
const other = (i: number): string => `${i} alpha${i} beta${i} gamma${i} delta${i} epsilon${i}`;

describe('what is asked for', () => {
  test.each<[Partial<ExtractionRequest>, number]>([
    [{}, 0],
    [{ logprobs: true }, 0.35 * 0.3],
    [{ choices: 2 }, 0.06 * 0.3],
    [{ choices: 4 }, 0.18 * 0.3],
    [{ choices: 50 }, 0.2 * 0.3],
    [{ temperature: 0 }, 0.05 * 0.3],
    [{ temperature: 0.1 }, 0],
    [{ temperature: 1.4 }, 0],
    [{ temperature: 1.5 }, 0.05 * 0.3],
    [{ temperature: 2, logprobs: true, choices: 9 }, 0.6 * 0.3],
  ])('%j counts a little by itself: %d', (more, score) => {
    expect(scores([ask(PROMPT, more)])[0]).toBeCloseTo(score, 10);
  });

  test('and in full beside a method', () => {
    const method = scores(times(30, () => ask(PROMPT))).at(-1) ?? 0;
    expect(scores(times(30, () => ask(PROMPT, { logprobs: true }))).at(-1)).toBeCloseTo(Math.min(1, method + 0.35), 10);
    expect(scores(times(64, () => ask(PROMPT, { logprobs: true, choices: 9 }))).at(-1)).toBe(1);
    // of a prompt that is varied and never the same.
    expect(scores(times(30, (i) => ask(`${PROMPT} ${i}`, { logprobs: true }))).at(-1)).toBeCloseTo(0.6 + 0.35, 10);
  });
});

describe('a method', () => {
  test('is the same request over and over: 24 of them, step by step', () => {
    const said = scores(times(30, () => ask(PROMPT)));
    for (const [i, score] of said.entries()) {
      const share = Math.min(1, i / 24);
      expect(score).toBeCloseTo(Math.max(share * 0.7, share * 0.6), 10);
    }
  });

  test('is one prompt varied, and weighs more where nothing else is asked', () => {
    const varied = (i: number) => ask(`${PROMPT} ${i}`);
    const said = scores(times(30, varied));
    for (const [i, score] of said.entries()) expect(score).toBeCloseTo(Math.min(1, i / 24) * (i === 0 ? 0 : 0.6), 10);
    // every second request is about something else.
    const mixed = scores(times(60, (i) => (i % 2 === 0 ? varied(i) : ask(other(i)))));
    expect(mixed[58]).toBeCloseTo(0.35 + (0.25 * 29) / 58, 10);
    expect(mixed[59]).toBeCloseTo(0, 10);
  });

  test('needs prompts that share six tenths of their words in threes', () => {
    // eight triples each; the first is asked again and again with fewer and fewer of them.
    const words = 'one two three four five six seven eight nine ten'.split(' ');
    const second = (kept: number) => {
      const changed = [...words.slice(0, kept + 2), ...words.slice(kept + 2).map((word) => `${word}x`)];
      const [, score] = scores([ask(words.join(' ')), ask(changed.join(' '))]);
      return (score ?? 0) > 0;
    };
    expect([8, 7, 6, 5, 4, 3, 0].map(second)).toEqual([true, true, true, true, false, false, false]);
    const [, begun] = scores([ask(words.join(' ')), ask(`x y z ${words.slice(3).join(' ')}`)]);
    expect(begun).toBeGreaterThan(0);
    // three of five, which is as little as counts.
    expect(scores([ask('a b c d e f g'), ask('a b c d e x y')])[1]).toBeGreaterThan(0);
  });

  test('is seen in a long prompt, wherever it is varied, and in one that goes on after a short one', () => {
    const long = Array.from({ length: 200 }, (_, i) => `word${i * 37}`);
    const [, begun] = scores([ask(long.join(' ')), ask([...long.slice(0, 20).map((w) => `${w}x`), ...long.slice(20)].join(' '))]); // prettier-ignore
    expect(begun).toBeGreaterThan(0);
    const unlike = scores([ask(long.join(' ')), ask(long.toReversed().join(' '))])[1];
    expect(unlike).toBe(0);
    expect(scores([ask('a b c d e f'), ask('a b c d e f g h i j k l')])[1]).toBeGreaterThan(0);
  });

  test('is counted however long its prompts are', () => {
    const long = (i: number) => ask(`${Array.from({ length: 60 }, (_, word) => `${word}of${i}`).join(' ')}`);
    expect(Math.max(...scores(times(130, long)))).toBe(0);
  });

  test('does not hang on case, signs or what comes after twenty thousand characters', () => {
    const [, again] = scores([ask(PROMPT), ask(PROMPT.toUpperCase().replaceAll(' ', ' - '))]);
    expect(again).toBeGreaterThan(0);
    const long = 'x'.repeat(39).concat(' ').repeat(500);
    const [, tail] = scores([ask(`${long}${other(1)}`), ask(`${long}${other(2)}`, { conversation: ['another'] })]);
    expect(tail).toBeCloseTo(0.6 / 24, 10);
  });

  test('short prompts are none: greetings and monitors', () => {
    const five = 'is the service up now';
    expect(Math.max(...scores(times(64, () => ask(five, { logprobs: true, choices: 9 }))))).toBe(0);
    expect(scores(times(2, () => ask(`${five} please`)))[1]).toBeGreaterThan(0);
  });

  test('is not the same last words under other conversations', () => {
    const same = (conversation: (i: number) => string[]) =>
      scores(times(30, (i) => ask(PROMPT, { conversation: conversation(i) }))).at(-1);
    expect(same(() => ['document', PROMPT])).toBeCloseTo(0.7, 10);
    expect(same((i) => [`document ${i}`, PROMPT])).toBeCloseTo(0.6, 10);
    // what is one text in one conversation is two in the other.
    const [, second] = scores([
      ask(PROMPT, { conversation: ['ab', 'c'] }),
      ask(other(1), { conversation: ['a', 'bc'] }),
    ]);
    expect(second).toBe(0);
  });
});

describe('what is remembered', () => {
  test('is forgotten after an hour', () => {
    const later = (ms: number) => scores([ask(PROMPT), ask(PROMPT, { atMs: AT + ms })])[1];
    expect(later(3_600_000)).toBeGreaterThan(0);
    expect(later(3_601_000)).toBe(0);
  });

  test('is the last 64 requests', () => {
    const after = (between: number) =>
      scores([ask(PROMPT), ...times(between, (i) => ask(other(i))), ask(PROMPT)]).at(-1) ?? 0;
    expect(after(63)).toBeGreaterThan(0);
    expect(after(64)).toBe(0);
    expect(after(130)).toBe(0);
  });

  test('a place in the ring that is used again keeps nothing of what stood there', () => {
    const memory = new ExtractionMemory();
    const long = Array.from({ length: 40 }, (_, i) => `w${i}`).join(' ');
    scores([ask(other(99)), ask(long), ...times(63, (i) => ask(other(i)))], memory);
    // six words, in the place of forty.
    scores([ask('one two three four five six')], memory);
    const [score] = scores([ask('one two three four five seven')], memory);
    expect(score).toBeGreaterThan(0);
    expect(scores([ask(long, { conversation: ['z'] })], memory)[0]).toBe(0);
  });
});
