import { REASONS } from '../lambda/core/reason';
import { requestModels, type RequestModelLimits } from '../lib/edge/request-models';
import { SCOPE_TABLE } from '../lib/private/scope-table';

/** What the document says beside the routes. */
export interface OpenApiSettings extends RequestModelLimits {
  /** Every other name is answered with 404. */
  readonly models: readonly { readonly name: string; readonly kind: string }[];
}

const ERROR_CODES = [...Object.keys(REASONS)];

/** The shape of every error, whoever answers: web ACL, API Gateway or function. */
const ERROR = {
  type: 'object',
  required: ['error'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['message', 'type', 'param', 'code'],
      properties: {
        message: { type: 'string', minLength: 1 },
        type: { type: 'string' },
        param: { type: ['string', 'null'] },
        code: { enum: ERROR_CODES },
      },
    },
  },
};

const object = (required: readonly string[]) => ({ type: 'object', required });

/** What each path answers, as far as a client relies on it. */
const ANSWERS: Readonly<Record<string, object>> = {
  '/chat/completions': object(['id', 'object', 'model', 'choices', 'usage']),
  '/responses': object(['id', 'object', 'status', 'model', 'output', 'usage']),
  '/embeddings': object(['object', 'data', 'model', 'usage']),
  '/guard': object(['items']),
  '/models': object(['object', 'data']),
  '/usage': { type: 'object' },
};

/** Statuses of refusals; a 5xx is none. */
const REFUSALS = [...new Set(Object.values(REASONS).map(({ status }) => status))].filter((status) => status < 500);

/**
 * The API as an OpenAPI 3.1 document, from the scope table, the request models of the edge and the reasons: for tools
 * that call an API by its document.
 */
export function openApiDocument({ models, ...limits }: OpenApiSettings): object {
  const bodies = requestModels(limits);
  const error = { description: 'refused', content: { 'application/json': { schema: ERROR } } };
  const operations = SCOPE_TABLE.map(({ method, path, scope }) => {
    const answer = { 'application/json': { schema: ANSWERS[path] } };
    const streamed = path === '/chat/completions' || path === '/responses' ? { 'text/event-stream': {} } : {};
    const body = bodies[path];
    return {
      path,
      method: method.toLowerCase(),
      operation: {
        operationId: `${method.toLowerCase()}${path.replaceAll('/', '-')}`,
        security: [{ token: [scope] }],
        ...(body && {
          requestBody: { required: true, content: { 'application/json': { schema: narrowed(path, body, models) } } },
        }),
        responses: {
          200: { description: 'answered', content: { ...answer, ...streamed } },
          ...Object.fromEntries(REFUSALS.map((status) => [status, error])),
        },
      },
    };
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Hardened LLM API', version: '1' },
    paths: Object.fromEntries(operations.map(({ path, method, operation }) => [path, { [method]: operation }])),
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  };
}

type Schema = { readonly properties: Readonly<Record<string, Schema>> } & Readonly<Record<string, unknown>>;

/** What the request models of the edge leave to the function, said so that a tool finds requests that are answered. */
const MESSAGE = {
  type: 'object',
  required: ['role', 'content'],
  properties: {
    role: { enum: ['system', 'developer', 'user', 'assistant'] },
    content: { type: 'string', maxLength: 2_000 },
  },
};
const TOOL = {
  type: 'object',
  required: ['type', 'function'],
  properties: {
    type: { enum: ['function'] },
    function: { type: 'object', required: ['name'], properties: { name: { enum: ['get_weather'] } } },
  },
};
const TEXTS = {
  anyOf: [
    { type: 'string', minLength: 1 },
    { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
  ],
};

function narrowed(path: string, body: object, models: OpenApiSettings['models']): object {
  const { schema: _, ...rest } = body as Schema;
  const { messages, tools, input } = rest.properties;
  const kind = path === '/embeddings' ? 'embedding' : 'chat';
  return {
    ...rest,
    properties: {
      ...rest.properties,
      ...('model' in rest.properties && {
        model: { enum: models.filter((model) => model.kind === kind).map(({ name }) => name) },
      }),
      ...(messages && { messages: { ...messages, maxItems: 4, items: MESSAGE } }),
      ...(tools && { tools: { ...tools, maxItems: 2, items: TOOL } }),
      ...(input && path === '/embeddings' && { input: TEXTS }),
    },
  };
}
