import type { DataPattern } from '../data-pattern';
import { AI_KEYS } from './ai-keys';
import { ASSIGNMENTS } from './assignments';
import { BEARER_TOKENS } from './bearer-tokens';
import { CLOUD_KEYS } from './cloud-keys';
import { CONNECTION_STRINGS } from './connection-strings';
import { DEVELOPER_TOKENS } from './developer-tokens';
import { PRIVATE_KEYS } from './private-keys';
import { SERVICE_TOKENS } from './service-tokens';

/** Every form of credential, the surest first. */
export const SECRET_PATTERNS: readonly DataPattern[] = [
  ...PRIVATE_KEYS,
  ...CLOUD_KEYS,
  ...AI_KEYS,
  ...DEVELOPER_TOKENS,
  ...SERVICE_TOKENS,
  ...BEARER_TOKENS,
  ...CONNECTION_STRINGS,
  ...ASSIGNMENTS,
];
