import type { ModelDeployment } from '../../lib/gateway/deployment';
import { isObject, parseJson, type JsonObject } from '../core/json';
import { errorName } from '../core/log';
import type { ReasonCode } from '../core/reason';
import type { Refusal } from '../core/verdict';
import { canaryOf } from '../guard/canary';
import type { Guard, GuardedRequest, Segment } from '../guard/guard';
import { admit } from './admit';
import { denied, passed, type Exchange, type StepResult } from './exchange';
import { managedTexts, managedUse, worstUnits, type ManagedUse } from './managed/managed-use';
import { modelRequest } from './model-request';
import type { Access, ModelRequest } from './ports';
import { microUsdOf } from './price';
import type { Denial } from './reply';
import { readBody } from './request/read-body';
import { segmentsOf, withSegments } from './request/task-segments';
import type { ReadTask, Task, TaskBounds } from './request/task';
import { systemPrompts, type SystemPrompts } from './system-prompts';

/** A request that may go to a model. Only `clear` makes one. */
export interface Cleared {
  readonly task: Task;
  readonly access: Access;
  readonly model: ModelDeployment;
  readonly guard: Guard;
  readonly guarded: GuardedRequest;
  /** Absent where the policy has no guardrail. */
  readonly managed?: ManagedUse;
  readonly prompts: SystemPrompts;
  readonly request: ModelRequest;
  /** What the input can cost at most, in tokens. */
  readonly inputBound: number;
}

/** Reads a body of one of the APIs that ask a model for words. */
export type ReadBodyAs = (body: JsonObject, bounds: TaskBounds) => ReadTask;

/** Bounds on shape that no configuration widens. */
const MAX_TOOLS = 128;
const MAX_CHOICES = 4;
/** What a provider's template adds to a conversation, beyond its bytes. */
const TEMPLATE_TOKENS = 256;

/** Limits that the byte bound may break where the real count of tokens would not. */
const TOKEN_LIMITS: ReadonlySet<ReasonCode> = new Set([
  'tokens_per_minute_exceeded',
  'tokens_per_day_exceeded',
  'tokens_per_month_exceeded',
  'money_per_day_exceeded',
  'money_per_month_exceeded',
  'model_share_exceeded',
]);

/** Everything before the audit record: parse, admit, budget and guard. */
export async function clear(exchange: Exchange, read: ReadBodyAs): Promise<StepResult<Cleared>> {
  const { deployment, ports } = exchange.gateway;
  const { trace } = exchange;
  const body = readBody(exchange.call, deployment.maxBodyBytes);
  exchange.received(body.bytes);
  if (!body.ok) return denied('parse', { reason: body.reason });
  const bounds = { maxMessages: deployment.maxMessages, maxTools: MAX_TOOLS, maxChoices: MAX_CHOICES };
  const asked = read(body.value, bounds);
  if (!asked.ok) {
    exchange.gateway.extraction.refusedField(exchange.principal, asked.fault.param, ports.now());
    return denied('parse', asked.fault);
  }
  trace.stream = asked.task.stream;

  const access = await exchange.access();
  if (!access.ok) return access;
  const admission = admit(asked.task, access.value, deployment);
  if (!admission.allowed) return denied('admit', admission);
  const { model, maxOutputTokens } = admission;
  trace.model = model.name;

  const guard = exchange.guard(access.value.guardPolicy);
  if (!guard.ok) return guard;

  const segments = segmentsOf(asked.task);
  const managed = managedUse(guard.value.pipeline, model);
  const texts = managedTexts(segments);
  const guardBound = managed
    ? exchange.guardrailMicroUsd(
        managed.policy.guardrail,
        worstUnits(managed, texts, asked.task.choices, maxOutputTokens),
      )
    : 0;
  const suspicion = exchange.watch(guard.value, asked.task);
  const canary = canaryOf(ports.newId());
  const ownBytes = deployment.systemPrompts.reduce((bytes, prompt) => bytes + Buffer.byteLength(prompt) + 128, 0);
  // one token a byte is the safe bound of byte-level encodings, and the body has more bytes than its texts.
  const inputBound = body.bytes.length + ownBytes + TEMPLATE_TOKENS;
  const reserve = (inputTokens: number): Promise<StepResult<void>> =>
    exchange.reserve(
      access.value,
      asked.task.choices * (inputTokens + maxOutputTokens),
      asked.task.choices * microUsdOf(model, inputTokens, maxOutputTokens) + guardBound,
    );
  const askManaged = async (): Promise<Refusal | undefined> =>
    managed?.request ? exchange.askManaged(managed.policy, { source: 'request', texts }) : undefined;

  const reservation = reserve(inputBound);
  // a guardrail costs money: nobody asks it who is over a limit.
  const early = managed?.request ? await reservation : undefined;
  // both judge at once: the guardrail is asked before our own engine takes the thread.
  const managedVerdict = early?.ok ? askManaged() : undefined;
  const verdict = exchange.inspect(guard.value, segments);
  const reserved = await reservation;
  const overTokens = !reserved.ok && TOKEN_LIMITS.has(reserved.denial.reason);
  if (!reserved.ok && !overTokens) return reserved;
  if (suspicion) return denied('guard', refusalDenial(suspicion));
  if (!verdict.allowed) return denied('guard', refusalDenial(verdict));
  const intervention = await managedVerdict;
  if (intervention) return denied('guard', refusalDenial(intervention));
  const task = guardedTask(exchange, asked.task, segments, verdict);
  if (!task) return denied('guard', { reason: 'guard_failed', check: 'segments' });

  const prompts = systemPrompts(deployment.systemPrompts, task, canary);
  const request = {
    ...modelRequest(
      task,
      prompts.all,
      offeredTools(task, access.value, verdict),
      maxOutputTokens,
      exchange.deadline.signal,
    ),
    ...(managed?.inCall && { guardrail: managed.policy.guardrail }),
  };
  const cleared: Cleared = {
    task,
    access: access.value,
    model,
    guard: guard.value,
    guarded: verdict,
    ...(managed && { managed }),
    prompts,
    request,
    inputBound,
  };
  if (reserved.ok) return passed(cleared);

  const counted = await countedTokens(exchange, request);
  if (counted === undefined || counted >= inputBound) return reserved;
  const again = await reserve(counted + TEMPLATE_TOKENS);
  if (!again.ok) return again;
  const late = await askManaged();
  if (late) return denied('guard', refusalDenial(late));
  return passed({ ...cleared, inputBound: counted + TEMPLATE_TOKENS });
}

/** What the caller is told of a refusal: its reason; the check is for the record and the log. */
export function refusalDenial({ reason, check }: Refusal): Denial {
  return { reason, check };
}

function guardedTask(
  { trace }: Exchange,
  asked: Task,
  segments: readonly Segment[],
  guarded: GuardedRequest,
): Task | undefined {
  try {
    const task = withSegments(asked, segments, guarded.segments);
    const intact = task.turns.every(({ toolCalls }) => toolCalls.every((call) => isJsonObject(call.arguments.text)));
    return intact ? task : undefined;
  } catch (error) {
    trace.errors.push(errorName(error));
    return undefined;
  }
}

function isJsonObject(text: string): boolean {
  const parsed = parseJson(text);
  return parsed.ok && isObject(parsed.value);
}

/** An instruction that came with a tool's answer or a document must not move anything: write tools rest for that turn. */
function offeredTools(task: Task, { tools }: Access, { untrustedContent }: GuardedRequest): Task['tools'] {
  if (!untrustedContent) return task.tools;
  const writing = new Set(tools.filter(({ kind }) => kind === 'write').map(({ name }) => name));
  return task.tools.filter(({ name }) => !writing.has(name));
}

/** Asked once, and only where the byte bound alone would refuse. */
async function countedTokens(
  { gateway, deadline, trace }: Exchange,
  request: ModelRequest,
): Promise<number | undefined> {
  try {
    const { ports, times } = gateway;
    return await deadline.within(ports.models.countTokens(request), times.portMs, 'upstream_timeout');
  } catch (error) {
    trace.errors.push(`count:${errorName(error)}`);
    return undefined;
  }
}
