import { setTimeout as sleep } from 'node:timers/promises';
import {
  BedrockFault,
  countTokens,
  textOf,
  type AnswerPiece,
  type ConverseRequest,
  type ConverseTool,
  type LocalModel,
  type StopReason,
} from './converse';
import { parseDirectives, withoutDirectives, type Directives } from './directives';
import { guardrailBlocks } from './guardrail';
import { gullibleAnswer } from './gullible-answer';

/**
 * A small deterministic chat model, gullible on purpose: it obeys injections, repeats what it was told in
 * confidence and writes scripts and exfiltrating links when asked, so that what the guards stop can be seen.
 */
export const demoModel: LocalModel = { answer };

async function* answer(request: ConverseRequest, signal: AbortSignal): AsyncGenerator<AnswerPiece> {
  const prompt = textOf(request.messages.at(-1));
  const directives = parseDirectives(prompt);
  if (directives.error) throw new BedrockFault(directives.error.code, directives.error.status);
  if (directives.firstMs !== undefined) await sleep(directives.firstMs, undefined, { signal });
  if (directives.hangAfter === 0) await forever(signal);

  const inputTokens = countTokens(request);
  if (request.guardrailConfig !== undefined && guardrailBlocks(prompt)) {
    yield { type: 'text', text: 'Blocked by a guardrail.' };
    yield { type: 'end', stopReason: 'guardrail_intervened', inputTokens, outputTokens: 0 };
    return;
  }
  const tool = toolToCall(request, directives, prompt);
  if (tool !== undefined) {
    for (let call = 1; call <= (directives.calls ?? 1); call++) {
      yield { type: 'tool', id: `tooluse_local_${call}`, name: tool.name, input: tool.input };
    }
    yield { type: 'end', stopReason: 'tool_use', inputTokens, outputTokens: 12 };
    return;
  }

  const words =
    directives.pieces === undefined
      ? pieces(gullibleAnswer(request, withoutDirectives(prompt)))
      : Array.from({ length: directives.pieces }, (_, index) => `tok${index} `.repeat(directives.wordsEach ?? 1));
  const most = request.inferenceConfig?.maxTokens ?? Infinity;
  let said = 0;
  for (const text of words.slice(0, most)) {
    if (said === directives.errorAfter) throw new BedrockFault('ThrottlingException', 429);
    if (said === directives.cutAfter) throw new ConnectionCut();
    if (said === directives.wrongAfter) throw new Nonsense();
    if (said === directives.holdAfter) await released(signal);
    if (said > 0 && said === directives.hangAfter) await forever(signal);
    yield { type: 'text', text };
    said += 1;
    if (directives.gapMs !== undefined) await sleep(directives.gapMs, undefined, { signal });
  }
  const stopReason: StopReason = directives.guardrail
    ? 'guardrail_intervened'
    : words.length > most
      ? 'max_tokens'
      : 'end_turn';
  yield { type: 'end', stopReason, inputTokens, outputTokens: said };
}

/** The model's connection breaks: no exception frame, no end. */
export class ConnectionCut extends Error {}

/** The model goes on in a language that is not the protocol's. */
export class Nonsense extends Error {}

/** Words with their spaces: what a stream shows piece by piece. */
function pieces(text: string): string[] {
  return text.match(/\s*\S+\s*/g) ?? [text];
}

function toolToCall(
  request: ConverseRequest,
  directives: Directives,
  prompt: string,
): { readonly name: string; readonly input: string } | undefined {
  const { tools = [], toolChoice } = request.toolConfig ?? {};
  const specs = tools.flatMap(({ toolSpec }) => (toolSpec ? [toolSpec] : []));
  const last = request.messages.at(-1);
  const answersTool = last?.content.some((block) => block.toolResult !== undefined) ?? false;
  if (specs.length === 0 || answersTool) return undefined;
  const named =
    specs.find(({ name }) => name === toolChoice?.tool?.name) ??
    specs.find(({ name }) => prompt.toLowerCase().includes(name.toLowerCase()));
  const asked = directives.tool !== undefined || toolChoice?.any !== undefined || named !== undefined;
  const chosen = named ?? specs[0];
  if (!asked || chosen === undefined) return undefined;
  const given = directives.tool;
  return { name: chosen.name, input: given === undefined || given === '' ? exampleInput(chosen) : given };
}

/** Arguments that fit a flat schema: the first enum value, a word, a number. */
function exampleInput(spec: NonNullable<ConverseTool['toolSpec']>): string {
  const schema = spec.inputSchema.json as { properties?: Record<string, { type?: string; enum?: unknown[] }> };
  const input = Object.fromEntries(
    Object.entries(schema.properties ?? {}).map(([name, { type, enum: values }]) => [
      name,
      values?.[0] ?? (type === 'number' || type === 'integer' ? 1 : type === 'boolean' ? true : 'Oslo'),
    ]),
  );
  return JSON.stringify(input);
}

const held = new Set<() => void>();

/** Lets every answer go on that waits at its `[[hold=N]]`. */
export function releaseAnswers(): void {
  for (const goOn of held) goOn();
  held.clear();
}

async function released(signal: AbortSignal): Promise<void> {
  let goOn: () => void = () => undefined;
  const told = new Promise<void>((resolve) => (goOn = resolve));
  held.add(goOn);
  try {
    await Promise.race([told, forever(signal)]);
  } finally {
    held.delete(goOn);
  }
}

/** Waits until the caller gives up. */
function forever(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(new Error('aborted'));
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });
}
