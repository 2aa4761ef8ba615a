import {
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  type BedrockRuntimeClient,
  type ConverseCommandOutput,
  type GuardrailConfiguration,
  type TokenUsage,
} from '@aws-sdk/client-bedrock-runtime';
import { type ModelDeployment, PROFILE_PREFIX } from '../../../lib/gateway/deployment';
import type { PinnedGuardrails } from '../managed/bedrock-guardrails';
import { ModelError, type FinishReason, type ModelEvent, type ModelRequest, type ModelUsage } from '../ports';
import { bedrockEmbed } from './bedrock-embed';
import { bedrockError } from './bedrock-error';
import { converseInput } from './bedrock-request';
import type { Provider } from './provider';

/** Models of Amazon Bedrock, through Converse and ConverseStream. */
export function bedrockProvider(client: BedrockRuntimeClient, guardrails: PinnedGuardrails = {}): Provider {
  return {
    stream: (model, request) =>
      request.streaming ? pieces(client, model, request, guardrails) : whole(client, model, request, guardrails),
    embed: (model, request) => bedrockEmbed(client, model, request),
    countTokens: async (model, request) => {
      const { messages, system, toolConfig } = converseInput(model.modelId, request);
      try {
        const { inputTokens } = await client.send(
          // counting takes a model, never an inference profile.
          new CountTokensCommand({
            modelId: model.modelId.replace(PROFILE_PREFIX, ''),
            input: { converse: { messages, system, toolConfig } },
          }),
          { abortSignal: request.signal },
        );
        return inputTokens;
      } catch {
        // not every model can count: the byte bound stands then, which refuses.
        return undefined;
      }
    },
  };
}

async function* whole(
  client: BedrockRuntimeClient,
  { modelId }: ModelDeployment,
  request: ModelRequest,
  guardrails: PinnedGuardrails,
): AsyncGenerator<ModelEvent> {
  let answer: ConverseCommandOutput;
  try {
    const guardrail = guardrailOf(request, guardrails);
    answer = await client.send(new ConverseCommand(converseInput(modelId, request, guardrail)), {
      abortSignal: request.signal,
    });
  } catch (error) {
    throw bedrockError(error, request.guardrail !== undefined);
  }
  for (const [index, block] of (answer.output?.message?.content ?? []).entries()) {
    if (block.text !== undefined) yield { type: 'text', text: block.text };
    if (block.toolUse) {
      yield { type: 'tool_start', index, id: block.toolUse.toolUseId ?? '', name: block.toolUse.name ?? '' };
      yield { type: 'tool_arguments', index, json: JSON.stringify(block.toolUse.input ?? {}) };
    }
  }
  yield { type: 'end', finishReason: finishReason(answer.stopReason), usage: usageOf(answer.usage) };
}

async function* pieces(
  client: BedrockRuntimeClient,
  { modelId }: ModelDeployment,
  request: ModelRequest,
  guardrails: PinnedGuardrails,
): AsyncGenerator<ModelEvent> {
  let stopReason: string | undefined;
  let usage: TokenUsage | undefined;
  try {
    const guardrail = guardrailOf(request, guardrails);
    const input = converseInput(modelId, request);
    const answer = await client.send(
      new ConverseStreamCommand({
        ...input,
        // judged before it is sent on: the other mode lets through what it then regrets.
        ...(guardrail && { guardrailConfig: { ...guardrail, streamProcessingMode: 'sync' } }),
      }),
      { abortSignal: request.signal },
    );
    for await (const event of answer.stream ?? []) {
      const start = event.contentBlockStart?.start?.toolUse;
      const delta = event.contentBlockDelta?.delta;
      if (start) {
        const index = event.contentBlockStart?.contentBlockIndex ?? 0;
        yield { type: 'tool_start', index, id: start.toolUseId ?? '', name: start.name ?? '' };
      } else if (delta?.text !== undefined) {
        yield { type: 'text', text: delta.text };
      } else if (delta?.toolUse) {
        const index = event.contentBlockDelta?.contentBlockIndex ?? 0;
        yield { type: 'tool_arguments', index, json: delta.toolUse.input ?? '' };
      }
      if (event.messageStop) stopReason = event.messageStop.stopReason;
      if (event.metadata) usage = event.metadata.usage;
    }
  } catch (error) {
    throw bedrockError(error, request.guardrail !== undefined);
  }
  // a stream that just stops was cut: half an answer must not look like a whole one.
  if (stopReason === undefined) throw new ModelError('upstream_error', 'the stream ended early');
  yield { type: 'end', finishReason: finishReason(stopReason), usage: usageOf(usage) };
}

function finishReason(stopReason: string | undefined): FinishReason {
  switch (stopReason) {
    case 'end_turn':
    case 'stop_sequence':
      return 'stop';
    case 'tool_use':
      return 'tool_calls';
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'guardrail_intervened':
    case 'content_filtered':
      return 'content_filter';
    default:
      throw new ModelError('upstream_error', 'the model stopped for a reason that is not known');
  }
}

/** @throws ModelError where the deployment has no such guardrail: a model is never called without the one it should have. */
function guardrailOf({ guardrail }: ModelRequest, guardrails: PinnedGuardrails): GuardrailConfiguration | undefined {
  if (guardrail === undefined) return undefined;
  const pinned = Object.hasOwn(guardrails, guardrail) ? guardrails[guardrail] : undefined;
  if (pinned === undefined) throw new ModelError('managed_guard_failed', 'the guardrail is not deployed');
  // its trace would quote what it found.
  return { guardrailIdentifier: pinned.id, guardrailVersion: pinned.version, trace: 'disabled' };
}

function usageOf(usage: TokenUsage | undefined): ModelUsage {
  if (usage?.inputTokens === undefined || usage.outputTokens === undefined) {
    throw new ModelError('upstream_error', 'the model did not tell its usage');
  }
  // cached tokens are counted beside the others; each is charged as a plain one, which is never too little.
  const cached = (usage.cacheReadInputTokens ?? 0) + (usage.cacheWriteInputTokens ?? 0);
  return { inputTokens: usage.inputTokens + cached, outputTokens: usage.outputTokens };
}
