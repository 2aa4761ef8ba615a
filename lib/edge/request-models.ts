import { JsonSchemaType, JsonSchemaVersion, type JsonSchema } from 'aws-cdk-lib/aws-apigateway';

/** What bounds a request model. */
export interface RequestModelLimits {
  readonly maxBodyBytes: number;
  readonly maxMessages: number;
}

const { ARRAY, BOOLEAN, INTEGER, NULL, NUMBER, OBJECT, STRING } = JsonSchemaType;

/** As the gateway's own readers bound them; `test/edge/request-models.property.test.ts` holds the two together. */
const MAX_CHOICES = 4;
const MAX_OUTPUT_TOKENS = 1e9;

/**
 * Request models by path, in draft-04, the dialect of API Gateway.
 *
 * They bound and no more: the guard judges. Unknown fields pass, because new versions of an SDK add fields; an optional
 * field may be null, because SDKs send it so. What a model refuses gets one general answer, so it refuses only what no
 * honest client sends, and nothing that the guard accepts: a field that the guard does not read is not bounded here.
 */
export function requestModels(limits: RequestModelLimits): Readonly<Record<string, JsonSchema>> {
  const text = { type: STRING, maxLength: limits.maxBodyBytes };
  const optional = {
    text: { type: [STRING, NULL], maxLength: 4096 },
    flag: { type: [BOOLEAN, NULL] },
    fraction: (maximum: number) => ({ type: [NUMBER, NULL], minimum: 0, maximum }),
    count: (maximum: number) => ({ type: [INTEGER, NULL], minimum: 0, maximum }),
  };
  const model = { type: STRING, minLength: 1, maxLength: 256 };
  const tools = { type: [ARRAY, NULL], maxItems: 128, items: { type: OBJECT } };
  const sampling = {
    temperature: optional.fraction(2),
    top_p: optional.fraction(1),
    stream: optional.flag,
    tools,
  };

  const chat: JsonSchema = {
    schema: JsonSchemaVersion.DRAFT4,
    title: 'ChatCompletion',
    type: OBJECT,
    required: ['model', 'messages'],
    properties: {
      model,
      messages: {
        type: ARRAY,
        minItems: 1,
        maxItems: limits.maxMessages,
        items: {
          type: OBJECT,
          required: ['role'],
          properties: {
            role: { type: STRING, maxLength: 32 },
            name: optional.text,
            tool_call_id: optional.text,
            content: { type: [STRING, ARRAY, NULL], maxLength: limits.maxBodyBytes, maxItems: 1024 },
            tool_calls: { type: [ARRAY, NULL], maxItems: 128, items: { type: OBJECT } },
          },
        },
      },
      ...sampling,
      n: optional.count(MAX_CHOICES),
      max_tokens: optional.count(MAX_OUTPUT_TOKENS),
      max_completion_tokens: optional.count(MAX_OUTPUT_TOKENS),
      stop: { type: [STRING, ARRAY, NULL], maxLength: 1024, maxItems: 16 },
    },
  };

  const responses: JsonSchema = {
    schema: JsonSchemaVersion.DRAFT4,
    title: 'Response',
    type: OBJECT,
    required: ['model', 'input'],
    properties: {
      model,
      input: { type: [STRING, ARRAY], maxLength: limits.maxBodyBytes, maxItems: limits.maxMessages },
      instructions: { type: [STRING, NULL], maxLength: limits.maxBodyBytes },
      ...sampling,
      max_output_tokens: optional.count(MAX_OUTPUT_TOKENS),
    },
  };

  const embeddings: JsonSchema = {
    schema: JsonSchemaVersion.DRAFT4,
    title: 'Embedding',
    type: OBJECT,
    required: ['model', 'input'],
    properties: {
      model,
      input: { type: [STRING, ARRAY], maxLength: limits.maxBodyBytes, maxItems: 2048 },
      encoding_format: { type: [STRING, NULL], maxLength: 32 },
      dimensions: optional.count(16_384),
    },
  };

  const guard: JsonSchema = {
    schema: JsonSchemaVersion.DRAFT4,
    title: 'GuardCheck',
    type: OBJECT,
    required: ['items'],
    properties: {
      direction: { type: [STRING, NULL], maxLength: 16 },
      items: {
        type: ARRAY,
        minItems: 1,
        maxItems: 1000,
        items: {
          type: OBJECT,
          required: ['text'],
          properties: {
            id: { type: [STRING, NUMBER, NULL], maxLength: 256 },
            text,
            role: optional.text,
            sink: optional.text,
            policy: optional.text,
          },
        },
      },
    },
  };

  return { '/chat/completions': chat, '/responses': responses, '/embeddings': embeddings, '/guard': guard };
}
