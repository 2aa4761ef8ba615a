import type { TemplateRule } from '../rule';
import { accessLog } from './access-log';
import { alarms } from './alarms';
import { apiKeySource } from './api-key-source';
import { apiTls } from './api-tls';
import { authorizerCache } from './authorizer-cache';
import { backups } from './backups';
import { crossOrigin } from './cross-origin';
import { dataTrace } from './data-trace';
import { defaultEndpoint } from './default-endpoint';
import { encryptedStores } from './encrypted-stores';
import { endpointPolicy } from './endpoint-policy';
import { environmentSecrets } from './environment-secrets';
import { exactModels } from './exact-models';
import { functionCode } from './function-code';
import { functionPermission } from './function-permission';
import { integrationUri } from './integration-uri';
import { guardrail } from './guardrail';
import { isolatedRoutes } from './isolated-routes';
import { journalPolicy } from './journal-policy';
import { keyPolicy } from './key-policy';
import { lockedAudit } from './locked-audit';
import { lockedPolicy } from './locked-policy';
import { logRetention } from './log-retention';
import { methodAuthorizer } from './method-authorizer';
import { methodModel } from './method-model';
import { modelBounds } from './model-bounds';
import { reservedConcurrency } from './reserved-concurrency';
import { responseHeaders } from './response-headers';
import { statefulResources } from './stateful-resources';
import { throttles } from './throttles';
import { tlsOnly } from './tls-only';
import { userPool } from './user-pool';
import { webAclAssociation } from './web-acl-association';
import { webAclBody } from './web-acl-body';
import { webAclGroups } from './web-acl-groups';
import { webAclLog } from './web-acl-log';

/** Every rule of the pack. One rule, one file. */
export const LLM_API_RULES: readonly TemplateRule[] = [
  accessLog,
  alarms,
  apiKeySource,
  apiTls,
  authorizerCache,
  backups,
  crossOrigin,
  dataTrace,
  defaultEndpoint,
  encryptedStores,
  endpointPolicy,
  environmentSecrets,
  exactModels,
  functionCode,
  functionPermission,
  guardrail,
  integrationUri,
  isolatedRoutes,
  journalPolicy,
  keyPolicy,
  lockedAudit,
  lockedPolicy,
  logRetention,
  methodAuthorizer,
  methodModel,
  modelBounds,
  reservedConcurrency,
  responseHeaders,
  statefulResources,
  throttles,
  tlsOnly,
  userPool,
  webAclAssociation,
  webAclBody,
  webAclGroups,
  webAclLog,
];
