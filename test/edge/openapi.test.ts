import Ajv from 'ajv/dist/2020';
import { errorBody } from '../../lambda/core/error-body';
import { REASONS, type ReasonCode } from '../../lambda/core/reason';
import { SCOPE_TABLE } from '../../lib/private/scope-table';
import { openApiDocument } from '../../review/openapi';
import { SHIPPED_CONFIG } from '../synth';

interface Media {
  readonly 'application/json': { readonly schema: object };
}
interface Operation {
  readonly requestBody?: { readonly content: Media };
  readonly responses: Readonly<Record<string, { readonly content: Media }>>;
}

const { paths } = openApiDocument({ maxBodyBytes: 1_000, maxMessages: 8, models: SHIPPED_CONFIG.models }) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const accepts = (schema: object, value: unknown): boolean => new Ajv({ strict: false }).compile(schema)(value) === true;
const bodyOf = (path: string): object => paths[path]!['post']!.requestBody!.content['application/json'].schema;

test('describes each method of the scope table, and no other', () => {
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(SCOPE_TABLE.map(({ method, path }) => `${method} ${path}`).sort());
});

test('documents the status and the body of every refusal, and no failure', () => {
  const { responses } = paths['/chat/completions']!['post']!;
  for (const reason of Object.keys(REASONS) as ReasonCode[]) {
    const { status } = REASONS[reason];
    expect({ reason, documented: status in responses }).toEqual({ reason, documented: status < 500 });
    if (status < 500)
      expect(accepts(responses[status]!.content['application/json'].schema, errorBody(reason))).toBe(true);
  }
  expect(accepts(responses[400]!.content['application/json'].schema, { message: 'Forbidden' })).toBe(false);
});

test('tells a request from what the models of the edge refuse', () => {
  const chat = { model: 'nova-lite', messages: [{ role: 'user', content: 'hello' }] };
  expect(accepts(bodyOf('/chat/completions'), chat)).toBe(true);
  expect(accepts(bodyOf('/chat/completions'), { ...chat, model: 'titan-embed' })).toBe(false);
  expect(accepts(bodyOf('/chat/completions'), { ...chat, temperature: 3 })).toBe(false);
  expect(accepts(bodyOf('/embeddings'), { model: 'titan-embed', input: ['a'] })).toBe(true);
  expect(accepts(bodyOf('/guard'), { items: [] })).toBe(false);
});
