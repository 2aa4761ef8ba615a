import { InvokeModelCommand, type BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import type { ModelDeployment } from '../../../lib/gateway/deployment';
import { ModelError, type EmbeddingAnswer, type EmbeddingRequest } from '../ports';
import { bedrockError } from './bedrock-error';

/** Titan takes one text a call: so many run at once. */
const PARALLEL = 8;

/** Embeds with a model of Amazon (Titan) or Cohere; the body of InvokeModel is each provider's own. */
export async function bedrockEmbed(
  client: BedrockRuntimeClient,
  { modelId }: ModelDeployment,
  request: EmbeddingRequest,
): Promise<EmbeddingAnswer> {
  const invoke = async (body: object): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await client.send(
      new InvokeModelCommand({
        modelId,
        contentType: 'application/json',
        accept: 'application/json',
        body: JSON.stringify(body),
      }),
      { abortSignal: request.signal },
    );
    return JSON.parse(new TextDecoder().decode(answer.body)) as Readonly<Record<string, unknown>>;
  };
  try {
    if (modelId.includes('cohere.')) return await cohere(invoke, request);
    if (modelId.includes('titan-embed')) return await titan(invoke, request);
  } catch (error) {
    throw bedrockError(error);
  }
  throw new ModelError('upstream_unavailable', 'the model is not an embedding model that is known');
}

type Invoke = (body: object) => Promise<Readonly<Record<string, unknown>>>;

async function titan(invoke: Invoke, { inputs, dimensions }: EmbeddingRequest): Promise<EmbeddingAnswer> {
  const vectors: (readonly number[])[] = [];
  let inputTokens = 0;
  for (let start = 0; start < inputs.length; start += PARALLEL) {
    const answers = await Promise.all(
      inputs
        .slice(start, start + PARALLEL)
        .map((inputText) => invoke({ inputText, ...(dimensions === undefined ? {} : { dimensions }) })),
    );
    for (const { embedding, inputTextTokenCount } of answers) {
      vectors.push(vectorOf(embedding));
      inputTokens += Number(inputTextTokenCount);
    }
  }
  return answerOf(vectors, inputTokens);
}

async function cohere(invoke: Invoke, { inputs, dimensions }: EmbeddingRequest): Promise<EmbeddingAnswer> {
  const { embeddings } = await invoke({
    texts: inputs,
    input_type: 'search_document',
    embedding_types: ['float'],
    ...(dimensions === undefined ? {} : { output_dimension: dimensions }),
  });
  const float = Array.isArray(embeddings)
    ? embeddings
    : (embeddings as { readonly float?: unknown } | undefined)?.float;
  if (!Array.isArray(float) || float.length !== inputs.length) throw new ModelError('upstream_error', 'no vectors');
  // Cohere's answer tells no tokens: one a byte is never too little.
  return answerOf(
    float.map(vectorOf),
    inputs.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0),
  );
}

function vectorOf(value: unknown): readonly number[] {
  if (!Array.isArray(value) || !value.every((number) => typeof number === 'number')) {
    throw new ModelError('upstream_error', 'no vector');
  }
  return value;
}

function answerOf(vectors: readonly (readonly number[])[], inputTokens: number): EmbeddingAnswer {
  if (!Number.isFinite(inputTokens)) throw new ModelError('upstream_error', 'no usage');
  return { vectors, inputTokens };
}
