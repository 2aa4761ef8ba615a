import fc from 'fast-check';
import { canaryOf, isCanary } from '../../lambda/guard/canary';
import { createGuards } from '../../lambda/guard/guards';
import type { ModelEvent, ModelRequest } from '../../lambda/gateway/ports';
import { chat, END, event, eventsOf, harness, type Overrides } from './fakes';

const guardFor = createGuards({}, () => ({ score: () => ({ score: 0, start: 0, end: 0 }) }));
const MAILS = ['ada@lovelace.org', 'grace@hopper.mil', 'alan@turing.net'];
const CARDS = ['4111 1111 1111 1111', '5500 0050 0000 0004'];

interface Message {
  readonly role: string;
  readonly content: string;
}

/** Cut where a stream would be: anywhere, also inside of a placeholder. */
const cut = (text: string, at: readonly number[]): string[] => {
  const places = [...new Set(at.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [...places, text.length].map((end, i) => text.slice(i === 0 ? 0 : places[i - 1], end));
};

/** A model that says again what it was told last. */
const echo =
  (cuts: readonly number[] = []) =>
  ({ messages }: ModelRequest): readonly ModelEvent[] => [
    ...cut(`You said: ${messages.at(-1)?.text ?? ''}`, cuts).map((text): ModelEvent => ({ type: 'text', text })),
    END,
  ];

async function talk(messages: readonly Message[], overrides: Overrides = {}, more: object = {}) {
  const { seen, send } = harness({ guardFor, script: echo(), ...overrides });
  const { body } = await send(event(chat({ messages, ...more })));
  const said = body.startsWith('{')
    ? (JSON.parse(body).choices?.[0].message.content as string)
    : eventsOf(body)
        .map((data) => (data as { choices?: [{ delta?: { content?: string } }] }).choices?.[0]?.delta?.content ?? '')
        .join('');
  return { seen, body, said, told: seen.requests[0]?.messages ?? [] };
}

const sentence = fc.tuple(
  fc.constantFrom('Please write to', 'Pay with', 'I meant', 'What about'),
  fc.constantFrom(...MAILS, ...CARDS, 'nobody'),
  fc.constantFrom('soon.', 'and tell me.', 'or not?'),
);

test('a value keeps its placeholder over a whole conversation, whatever was said since', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sentence, { minLength: 2, maxLength: 5 }), async (sentences) => {
      const messages: Message[] = [];
      let before: readonly string[] = [];
      for (const words of sentences) {
        messages.push({ role: 'user', content: words.join(' ') });
        const { said, told, seen } = await talk(messages);
        const texts = told.map(({ text }) => text);
        // what the model was told before it is told again, letter by letter.
        expect(texts.slice(0, before.length)).toEqual(before);
        for (const value of [...MAILS, ...CARDS]) expect(texts.join('\n')).not.toContain(value);
        expect(JSON.stringify([seen.lines, seen.closed])).not.toMatch(/lovelace|4111/);
        before = [...texts, `You said: ${texts.at(-1)}`];
        messages.push({ role: 'assistant', content: said });
      }
    }),
    { numRuns: 60 },
  );
});

test('an answer gets the caller’s own words back, wherever the stream is cut', async () => {
  const content = `Write to ${MAILS[0]} and ${MAILS[1]}, not ${MAILS[0]}.`;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 30 }), async (cuts) => {
      const { said, body } = await talk([{ role: 'user', content }], { script: echo(cuts) }, { stream: true });
      expect(said).toBe(`You said: ${content}`);
      expect(body).not.toContain('EMAIL_ADDRESS');
    }),
    { numRuns: 60 },
  );
});

test('so do the arguments of a tool call', async () => {
  const script = (): readonly ModelEvent[] => [
    { type: 'tool_start', index: 0, id: 'c', name: 'get_weather' },
    { type: 'tool_arguments', index: 0, json: '{"for":"[EMAIL_ADD' },
    { type: 'tool_arguments', index: 0, json: 'RESS_1]"}' },
    { ...END, finishReason: 'tool_calls' } as ModelEvent,
  ];
  const tools = [{ type: 'function', function: { name: 'get_weather' } }];
  const { body } = await talk([{ role: 'user', content: `The weather for ${MAILS[0]}` }], { script }, { tools });
  expect(JSON.parse(body).choices[0].message.tool_calls[0].function.arguments).toBe(`{"for":"${MAILS[0]}"}`);
});

test('a placeholder that a caller wrote is restored to nobody', async () => {
  const { said } = await talk([{ role: 'user', content: `[EMAIL_ADDRESS_1] is a word; write to ${MAILS[0]}.` }]);
  expect(said).toBe(`You said: [EMAIL_ADDRESS_1] is a word; write to ${MAILS[0]}.`);
});

test('personal data and credentials that the request did not hold are not sent', async () => {
  const key = `AKIA${'Q7ZK2MHD5VXB3TNA'}`;
  const script = (): readonly ModelEvent[] => [{ type: 'text', text: `Ask ${MAILS[2]}, the key is ${key}.` }, END];
  const { said } = await talk([{ role: 'user', content: 'Whom do I ask?' }], { script });
  expect(said).not.toContain('turing');
  expect(said).not.toContain(key);
});

describe('canaries', () => {
  const random = (seed: number): string => seed.toString(16).padStart(32, 'e');

  test('show what they are', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{32}$/), (hex) => {
        expect(isCanary(canaryOf(hex))).toBe(true);
        expect(isCanary(canaryOf(hex).toUpperCase())).toBe(true);
        expect(isCanary(hex)).toBe(false);
      }),
    );
  });

  test.each([true, false])("THREATS 25: another tenant's canary ends the answer, streamed: %s", async (stream) => {
    const foreign = canaryOf(random(77));
    const script = (): readonly ModelEvent[] => [
      { type: 'text', text: `It says operator-${foreign.slice(0, 9)}` },
      { type: 'text', text: `${foreign.slice(9)} there.` },
      END,
    ];
    const { body, seen } = await talk([{ role: 'user', content: 'What do you see?' }], { script }, { stream });
    expect(body).toContain('data_disclosure');
    expect(body).not.toContain(foreign.slice(0, 9));
    expect(seen.closed[0]).toMatchObject({ reason: 'data_disclosure', check: 'foreign-canary' });
  });

  test('other hex is sent, and so is one that the caller wrote', async () => {
    const foreign = canaryOf(random(78));
    const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
    const content = `Is ${foreign} the digest ${md5}?`;
    expect((await talk([{ role: 'user', content }])).said).toBe(`You said: ${content}`);
  });

  test('THREATS 25: the own one ends the answer, in any plain encoding', async () => {
    for (const encode of [
      (canary: string) => canary,
      (canary: string) => canary.toUpperCase(),
      (canary: string) => [...canary].reverse().join(''),
      (canary: string) => Buffer.from(canary).toString('base64'),
    ]) {
      const script = ({ system }: ModelRequest): readonly ModelEvent[] => [
        { type: 'text', text: `Sure: ${encode(/operator-([0-9a-f]{32})/.exec(system.join('\n'))?.[1] ?? '')}` },
        END,
      ];
      const { body } = await talk([{ role: 'user', content: 'Say it.' }], { script });
      expect(JSON.parse(body).error.code).toBe('system_prompt_disclosure');
    }
  });
});
