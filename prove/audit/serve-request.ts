import { createHash } from 'node:crypto';
import type { AuditTrail } from '../../lambda/gateway/ports';

/** A request of a proof: what differs from one to the next. */
export interface ProvedRequest {
  readonly requestId: string;
  readonly tenant: string;
  /** Text that is kept, where the proof is about content. */
  readonly prompt?: string;
  readonly answer?: string;
}

/** Opens and closes a request, as the pipeline does around a model's answer. */
export async function serveRequest(trail: AuditTrail, request: ProvedRequest): Promise<void> {
  const { requestId, tenant, prompt, answer } = request;
  const open = await trail.open({
    requestId,
    atMs: Date.now(),
    principal: { tenant, client: `${tenant}-client`, roles: [], scopes: [] },
    route: '/chat/completions',
    model: 'model',
    promptDigest: createHash('sha256').update(requestId).digest('hex'),
    policyName: null,
    policyVersion: null,
    ...(prompt !== undefined && { content: prompt }),
  });
  await open.close({
    atMs: Date.now(),
    status: 200,
    reason: null,
    check: null,
    findings: [],
    answerDigest: null,
    inputTokens: 1,
    outputTokens: 1,
    microUsd: 1,
    ...(answer !== undefined && { content: answer }),
  });
}
