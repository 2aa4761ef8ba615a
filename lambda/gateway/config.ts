import type { GatewayDeployment, ModelDeployment } from '../../lib/gateway/deployment';
import type { GatewayEnv } from '../../lib/gateway/env';
import { isObject, parseJson, type JsonValue } from '../core/json';
import type { PinnedGuardrails } from './managed/bedrock-guardrails';

/** Names that the construct writes; one list, so that a name of the contract cannot be forgotten here. */
const NAMES = {
  BUDGET_TABLE: true,
  TENANT_TABLE: true,
  AUDIT_TABLE: true,
  AUDIT_BUCKET: true,
  AUDIT_MAC_KEY_ARN: true,
  CONTENT_KEY_TABLE: true,
  DATA_KEY_ARN: true,
  STACK_NAME: true,
  GUARDRAILS: true,
  STAGE_NAME: true,
  UPSTREAMS: true,
} satisfies Record<keyof GatewayEnv, true>;

/**
 * The environment of the function. Read once, at cold start.
 *
 * @throws with the names that are missing: nothing is served then
 */
export function parseEnv(env: Readonly<Record<string, string | undefined>>): GatewayEnv {
  const missing = Object.keys(NAMES).filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`environment: expected ${missing.join(', ')}, got nothing`);
  return Object.fromEntries(Object.keys(NAMES).map((name) => [name, env[name]])) as GatewayEnv;
}

/**
 * The deployment document beside the bundle.
 *
 * It was written by our own construct and is part of the signed code, so only what a mix-up of versions could break is
 * checked here.
 *
 * @throws on another version or a missing part: nothing is served then
 */
export function parseDeployment(text: string): GatewayDeployment {
  const parsed = parseJson(text);
  if (!parsed.ok || !isObject(parsed.value)) throw new Error('deployment.json: expected an object, got something else');
  const document = parsed.value;
  if (document.version !== 1) throw new Error('deployment.json: expected version 1, got another');
  const isCount = (value: JsonValue | undefined): boolean => typeof value === 'number' && value > 0;
  const bad = [
    ...['models', 'roles', 'tiers', 'systemPrompts'].filter((name) => !Array.isArray(document[name])),
    ...['maxBodyBytes', 'maxMessages', 'deadlineSeconds', 'maxAbandonedSeconds'].filter(
      (name) => !isCount(document[name]),
    ),
    ...(isObject(document.guardPolicies) ? [] : ['guardPolicies']),
  ];
  if (bad.length > 0) throw new Error(`deployment.json: expected valid ${bad.join(', ')}`);
  return document as unknown as GatewayDeployment;
}

const guardrailId = /^[a-z0-9]{1,64}$/;
/** A number: `DRAFT` can be changed under the feet of everybody. */
const guardrailVersion = /^[1-9][0-9]{0,7}$/;

/**
 * The guardrails of the deployment, by name.
 *
 * @throws where one is not pinned to a version: nothing is served then
 */
export function parseGuardrails(json: string): PinnedGuardrails {
  const parsed = parseJson(json);
  if (!parsed.ok || !isObject(parsed.value)) throw new Error('GUARDRAILS: expected an object, got something else');
  for (const [name, pinned] of Object.entries(parsed.value)) {
    const { id, version } = isObject(pinned) ? pinned : {};
    if (typeof id !== 'string' || !guardrailId.test(id)) throw new Error(`GUARDRAILS.${name}.id: expected an id`);
    if (typeof version !== 'string' || !guardrailVersion.test(version)) {
      throw new Error(`GUARDRAILS.${name}.version: expected a number, never DRAFT`);
    }
  }
  return parsed.value as unknown as PinnedGuardrails;
}

/**
 * Gives each upstream's models the secret that was made for it, where the config names none of its own.
 *
 * @param upstreams JSON object: ARN of the secret by base URL
 */
export function withUpstreamSecrets(models: readonly ModelDeployment[], upstreams: string): readonly ModelDeployment[] {
  const parsed = parseJson(upstreams);
  if (!parsed.ok || !isObject(parsed.value)) throw new Error('UPSTREAMS: expected a JSON object, got something else');
  const arns = parsed.value;
  return models.map((model) => {
    const arn = model.baseUrl === undefined ? undefined : arns[model.baseUrl];
    return model.secretArn === undefined && typeof arn === 'string' ? { ...model, secretArn: arn } : model;
  });
}
