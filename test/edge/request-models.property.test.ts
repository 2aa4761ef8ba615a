import Ajv from 'ajv-draft-04';
import fc from 'fast-check';
import { parseJson, type JsonObject } from '../../lambda/core/json';
import { readChat } from '../../lambda/gateway/request/read-chat';
import { readEmbeddings } from '../../lambda/gateway/request/read-embeddings';
import { readGuardItems } from '../../lambda/gateway/request/read-guard-items';
import { readResponses } from '../../lambda/gateway/request/read-responses';
import { requestModels } from '../../lib/edge/request-models';

const BOUNDS = { maxBodyBytes: 1_048_576, maxMessages: 512, maxTools: 128, maxChoices: 4 };
const MODELS = requestModels(BOUNDS);

/** What the guard's own readers make of a body, by path. */
const READERS: Readonly<Record<string, (body: JsonObject) => { readonly ok: boolean }>> = {
  '/chat/completions': (body) => readChat(body, BOUNDS),
  '/responses': (body) => readResponses(body, BOUNDS),
  '/embeddings': readEmbeddings,
  '/guard': readGuardItems,
};

/** The model as it is deployed; draft-04's own keyword names the dialect twice. */
const accepts = Object.fromEntries(
  Object.entries(MODELS).map(([path, { schema: _, ...model }]) => [
    path,
    new Ajv({ strict: false }).compile(JSON.parse(JSON.stringify(model)) as object),
  ]),
);

const VALID: Readonly<Record<string, readonly JsonObject[]>> = {
  '/chat/completions': [
    { model: 'm', messages: [{ role: 'user', content: 'hello' }] },
    {
      model: 'm',
      messages: [
        { role: 'system', content: 'be brief' },
        { role: 'user', content: [{ type: 'text', text: 'hello' }] },
      ],
      temperature: 0.2,
      top_p: 1,
      max_tokens: 100,
      stream: true,
      stop: ['x'],
      tools: [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object' } } }],
    },
  ],
  '/responses': [
    { model: 'm', input: 'hello' },
    { model: 'm', input: [{ role: 'user', content: 'hello' }], instructions: 'be brief', max_output_tokens: 10 },
  ],
  '/embeddings': [
    { model: 'm', input: 'hello' },
    { model: 'm', input: ['a', 'b'], dimensions: 256 },
  ],
  '/guard': [{ items: [{ text: 'hello' }] }],
};

const leaf = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 0.5, 2, 3, 128, 129, 1e9, '', 'x', 'user', 'hello', [], {}),
  fc.string({ maxLength: 8 }),
  fc.constantFrom('x'.repeat(257), 'x'.repeat(4097)),
  fc.array(fc.constantFrom<unknown>('x', 1, null, {}), { maxLength: 20 }),
);
const NAMES = [
  ...['model', 'messages', 'input', 'items', 'temperature', 'top_p', 'max_tokens', 'max_completion_tokens', 'n'],
  ...['stream', 'stop', 'tools', 'tool_choice', 'user', 'metadata', 'dimensions', 'instructions', 'max_output_tokens'],
  ...['role', 'content', 'name', 'text', 'frequency_penalty', 'presence_penalty', 'seed', 'response_format', 'extra'],
];

/** A valid body with some of its fields, at the top or in its first message, changed to anything. */
const bodies = (path: string) =>
  fc
    .tuple(
      fc.constantFrom(...VALID[path]!),
      fc.array(fc.tuple(fc.constantFrom(...NAMES), leaf, fc.boolean()), { maxLength: 3 }),
    )
    .map(([valid, changes]) => {
      const body = JSON.parse(JSON.stringify(valid)) as Record<string, unknown>;
      for (const [name, value, inside] of changes) {
        const list = [body.messages, body.input, body.items].find(Array.isArray) as unknown[] | undefined;
        const first = list?.[0];
        const target =
          inside && typeof first === 'object' && first !== null ? (first as Record<string, unknown>) : body;
        target[name] = value;
      }
      return body;
    });

describe.each(Object.keys(READERS))('the request model of %s', (path) => {
  test('refuses nothing that the guard accepts', () => {
    fc.assert(
      fc.property(bodies(path), (body) => {
        const parsed = parseJson(JSON.stringify(body));
        if (!parsed.ok) return;
        const guard = READERS[path]!(parsed.value as JsonObject).ok;
        if (guard) expect([accepts[path]!(body), accepts[path]!.errors]).toEqual([true, null]);
      }),
      { numRuns: 1_500 },
    );
  });
});

/** What an honest model of draft-04 cannot say, or what deserves its own answer: only the guard refuses it. */
const ONLY_THE_GUARD: readonly [what: string, path: string, body: JsonObject][] = [
  ['a bias on tokens', '/chat/completions', { ...VALID['/chat/completions']![0], logit_bias: { '50256': 100 } }],
  ['another modality', '/chat/completions', { ...VALID['/chat/completions']![0], modalities: ['audio'] }],
  [
    'an endless name of a speaker',
    '/chat/completions',
    { model: 'm', messages: [{ role: 'user', content: 'x', name: 'a b' }] },
  ],
  ['a user who says nothing', '/chat/completions', { model: 'm', messages: [{ role: 'user', content: null }] }],
  ['a role that there is not', '/chat/completions', { model: 'm', messages: [{ role: 'root', content: 'x' }] }],
  [
    'a tool that is no function',
    '/chat/completions',
    { ...VALID['/chat/completions']![0], tools: [{ type: 'web_search' }] },
  ],
  ['no output at all', '/chat/completions', { ...VALID['/chat/completions']![0], max_tokens: 0 }],
  ['a hosted tool', '/responses', { model: 'm', input: 'x', tools: [{ type: 'file_search' }] }],
  ['hidden reasoning', '/responses', { model: 'm', input: 'x', include: ['file_search_call.results'] }],
  ['tokens in place of texts', '/embeddings', { model: 'm', input: [1, 2, 3] }],
  ['vectors in another encoding', '/embeddings', { model: 'm', input: 'x', encoding_format: 'hex' }],
  ['a direction that there is not', '/guard', { items: [{ text: 'x' }], direction: 'sideways' }],
];

test.each(ONLY_THE_GUARD)('only the guard refuses %s', (_, path, body) => {
  expect([accepts[path]!(body), READERS[path]!(body).ok]).toEqual([true, false]);
});
