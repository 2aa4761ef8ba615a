import type { GatewayDeployment } from '../../lib/gateway/deployment';
import type { GatewayEnv } from '../../lib/gateway/env';
import { isObject, parseJson, type JsonValue } from '../core/json';

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
  STAGE_NAME: true,
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
