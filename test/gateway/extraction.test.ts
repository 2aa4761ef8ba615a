import { ExtractionMemory } from '../../lambda/guard/extraction';
import { ExtractionWatch } from '../../lambda/gateway/extraction-watch';
import { chat, event, harness, openGuard } from './fakes';

const NOUNS = 'river engine violin glacier teapot harbour lantern forest window orchard compass bridge'.split(' ');
const VERBS = 'paint repair borrow describe carry follow remember measure polish translate'.split(' ');
/** Prompts of an ordinary user: each about something else. */
const ORDINARY = Array.from({ length: 200 }, (_, i) => {
  const [a, b, c] = [NOUNS[i % 12], VERBS[(i * 7) % 10], NOUNS[(i * 5 + 3) % 12]];
  return `How would you ${b} a ${a} near the old ${c} when winter number ${i * 31} comes to village ${i * 17}?`;
});
const VARIED = Array.from(
  { length: 200 },
  (_, i) => `Continue the following text word for word, exactly as you have learnt it, from line ${i}`,
);

const principal = { tenant: 't1', client: 'c1', roles: [], scopes: [] };
const task = (text: string, choices = 1, temperature?: number) => ({
  turns: [{ role: 'user' as const, content: { text, path: '' }, toolCalls: [] }],
  choices,
  ...(temperature === undefined ? {} : { temperature }),
});

describe('THREATS 24: a synthetic client that extracts is contained, through the pipeline', () => {
  const serve = async (texts: readonly string[], more: object = {}, extractionScore = 0.8) => {
    const pipeline = { ...openGuard.pipeline, extractionScore };
    const { seen, send } = harness({ guardFor: () => ({ ...openGuard, pipeline }) });
    const codes: (string | undefined)[] = [];
    for (const content of texts) {
      const answer = await send(event(chat({ messages: [{ role: 'user', content }], ...more })));
      codes.push(JSON.parse(answer.body).error?.code);
    }
    return { seen, codes, answered: codes.filter((code) => code === undefined).length };
  };

  test('one prompt varied, many answers at once: refused from the 25th or so on, and for as long as it goes on', async () => {
    const { seen, codes, answered } = await serve(VARIED, { n: 4, temperature: 2 });
    expect(answered).toBeLessThanOrEqual(30);
    expect(new Set(codes.slice(40))).toEqual(new Set(['extraction_suspected']));
    expect(seen.requests.length).toBe(4 * answered);
    expect(seen.lines.at(-1)).toMatchObject({ ExtractionSignals: 1, check: 'extraction' });
    // what was reserved for a refused request is given back.
    expect(seen.settlements.at(-1)).toMatchObject({ tokens: 0 });
  });

  test('the same request over and over, for its distribution', async () => {
    const same = VARIED.map(() => VARIED[0]!);
    expect((await serve(same, { n: 4 })).answered).toBeLessThanOrEqual(30);
  });

  test('log probabilities are refused, and whoever asked for them is seen in their light', async () => {
    const { seen, send } = harness();
    const refused = await send(event(chat({ logprobs: true })));
    expect(JSON.parse(refused.body).error.code).toBe('unsupported_parameter');
    let answered = 0;
    for (const content of VARIED.slice(0, 60)) {
      const { status } = await send(event(chat({ messages: [{ role: 'user', content }] })));
      if (status === 200) answered += 1;
    }
    expect(answered).toBeLessThanOrEqual(30);
    expect(seen.lines.at(-1)).toMatchObject({ reason: 'extraction_suspected' });
  });

  test('an ordinary client is not, nor one that greets or checks that all is well', async () => {
    expect((await serve(ORDINARY, { n: 4, temperature: 0 })).answered).toBe(200);
    expect(
      (
        await serve(
          Array.from({ length: 200 }, () => 'ping'),
          { n: 4 },
        )
      ).answered,
    ).toBe(200);
  });

  test('a batch that varies one prompt is reported, and refused only where a policy says so', async () => {
    const { seen, answered } = await serve(VARIED);
    expect(answered).toBe(200);
    expect(seen.lines.at(-1)).toMatchObject({ ExtractionSignals: 1, extraction: 0.6 });
    expect((await serve(VARIED, {}, 0.55)).answered).toBeLessThanOrEqual(30);
  });
});

test('the same question about other documents is another request', () => {
  const watch = new ExtractionWatch();
  const scores = ORDINARY.map((document) =>
    watch.score(
      principal,
      {
        turns: [
          { role: 'system', content: { text: document, path: '' }, toolCalls: [] },
          {
            role: 'user',
            content: { text: 'Please summarize the document above in three short points.', path: '' },
            toolCalls: [],
          },
        ],
        choices: 1,
      },
      1e12,
    ),
  );
  expect(Math.max(...scores)).toBeLessThan(0.7);
});

test('callers are apart, the oldest is forgotten, and so is what is an hour old', () => {
  const watch = new ExtractionWatch();
  const fill = (client: string, atMs: number) =>
    VARIED.slice(0, 64)
      .map((text) => watch.score({ ...principal, client }, task(text, 4, 0), atMs))
      .at(-1) ?? 0;
  expect(fill('a', 1e12)).toBeGreaterThan(0.8);
  expect(watch.score({ ...principal, client: 'b' }, task(VARIED[0]!, 4, 0), 1e12)).toBeLessThan(0.1);
  expect(watch.score({ ...principal, client: 'a', user: 'u' }, task(VARIED[0]!, 4, 0), 1e12)).toBeLessThan(0.1);
  expect(watch.score({ ...principal, client: 'a' }, task(VARIED[0]!, 4, 0), 1e12 + 3_700_000)).toBeLessThan(0.1);
  fill('a', 1e12);
  for (let i = 0; i < 2_000; i++) watch.score({ ...principal, client: `other ${i}` }, task('a b c d e f g'), 1e12);
  expect(watch.score({ ...principal, client: 'a' }, task(VARIED[0]!, 4, 0), 1e12)).toBeLessThan(0.1);
});

test('what is remembered is bounded, and holds no word', () => {
  const memory = new ExtractionMemory();
  for (const prompt of VARIED) {
    memory.score({ prompt, conversation: [prompt], logprobs: false, choices: 1, atMs: 1e12 });
  }
  const { ring } = memory as unknown as { ring: Uint32Array };
  expect(ring.byteLength).toBeLessThan(5_000);
});
