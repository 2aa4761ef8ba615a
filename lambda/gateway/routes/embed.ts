import { errorName } from '../../core/log';
import { admitModel } from '../admit';
import { modelDenial } from '../answer/model-denial';
import { refusalDenial } from '../clear';
import { denied, type Exchange } from '../exchange';
import { managedTexts, managedUse, worstUnits } from '../managed/managed-use';
import { microUsdOf } from '../price';
import { answerHeaders, sendDenial, type Denial } from '../reply';
import { readBody } from '../request/read-body';
import { readEmbeddings } from '../request/read-embeddings';
import type { EmbeddingAnswer } from '../ports';

/** Answers `/embeddings`: the same way as for words, with vectors at its end. */
export async function embed(exchange: Exchange): Promise<void> {
  const { deployment, ports, times } = exchange.gateway;
  const { trace, deadline } = exchange;
  const body = readBody(exchange.call, deployment.maxBodyBytes);
  exchange.received(body.bytes);
  if (!body.ok) return exchange.deny(denied('parse', { reason: body.reason }));
  const read = readEmbeddings(body.value);
  if (!read.ok) return exchange.deny(denied('parse', read.fault));
  const { task } = read;

  const access = await exchange.access();
  if (!access.ok) return exchange.deny(access);
  const admission = admitModel(task.model, 'embedding', access.value, deployment);
  if (!admission.allowed) return exchange.deny(denied('admit', admission));
  const { model } = admission;
  trace.model = model.name;
  const bytes = task.inputs.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > access.value.maxPromptBytes) {
    return exchange.deny(denied('admit', { reason: 'context_length_exceeded', param: 'input' }));
  }
  const guard = exchange.guard(access.value.guardPolicy);
  if (!guard.ok) return exchange.deny(guard);

  const segments = task.inputs.map(({ text, path }) => ({ role: 'user' as const, text, path }));
  const managed = managedUse(guard.value.pipeline, model);
  const texts = managedTexts(segments);
  const guardBound = managed
    ? exchange.guardrailMicroUsd(managed.policy.guardrail, worstUnits(managed, texts, 1, 0))
    : 0;
  const reservation = exchange.reserve(access.value, bytes, microUsdOf(model, bytes, 0) + guardBound);
  // a guardrail costs money: nobody asks it who is over a limit.
  const early = managed ? await reservation : undefined;
  const managedVerdict =
    managed && early?.ok ? exchange.askManaged(managed.policy, { source: 'request', texts }) : undefined;
  const verdict = exchange.inspect(guard.value, segments);
  const reserved = await reservation;
  if (!reserved.ok) return exchange.deny(reserved);
  if (!verdict.allowed) return exchange.deny(denied('guard', refusalDenial(verdict)));
  const intervention = await managedVerdict;
  if (intervention) return exchange.deny(denied('guard', refusalDenial(intervention)));
  if (verdict.segments.length !== segments.length) {
    return exchange.deny(denied('guard', { reason: 'guard_failed', check: 'segments' }));
  }

  const inputs = verdict.segments.map(({ text }) => text);
  const modified = verdict.findings.some(({ action }) => action !== 'flag');
  const opened = await exchange.open(access.value.auditContent ? JSON.stringify(inputs) : undefined);
  if (!opened.ok) return exchange.abort(opened);
  trace.stage = 'model';
  let answer: EmbeddingAnswer | undefined;
  let denial: Denial | undefined;
  try {
    const { dimensions } = task;
    const work = ports.models.embed({
      model: model.name,
      inputs,
      ...(dimensions === undefined ? {} : { dimensions }),
      signal: deadline.signal,
    });
    answer = await deadline.within(work, times.modelIdleMs, 'upstream_timeout');
  } catch (error) {
    trace.errors.push(`model:${errorName(error)}`);
    denial = modelDenial(error);
    trace.fail('model', denial.reason);
  }
  const inputTokens = answer?.inputTokens ?? (denial?.reason === 'upstream_timeout' ? bytes : 0);
  const closed = await exchange.close({
    reason: denial?.reason ?? null,
    check: null,
    answerDigest: null,
    inputTokens,
    outputTokens: 0,
    microUsd: microUsdOf(model, inputTokens, 0),
  });
  if (!closed) {
    denial = { reason: 'audit_unavailable' };
    trace.fail('audit', 'audit_unavailable');
  }
  if (denial || !answer) {
    return sendDenial(exchange.reply, exchange.call.requestId, denial ?? { reason: 'upstream_error' });
  }
  trace.stage = 'done';
  trace.status = 200;
  await exchange.reply.send(
    200,
    {
      ...answerHeaders(exchange.call.requestId, 'application/json', exchange.rateLimit, model.name),
      'x-llm-guard': `policy=${trace.policy}; request=${modified ? 'modified' : 'passed'}`,
    },
    JSON.stringify({
      object: 'list',
      data: answer.vectors.map((vector, index) => ({
        object: 'embedding',
        index,
        embedding: task.encoding === 'base64' ? base64Of(vector) : vector,
      })),
      model: model.name,
      usage: { prompt_tokens: inputTokens, total_tokens: inputTokens },
    }),
  );
}

/** Little-endian 32-bit floats, as OpenAI's SDKs ask for. */
function base64Of(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((number, i) => bytes.writeFloatLE(number, i * 4));
  return bytes.toString('base64');
}
