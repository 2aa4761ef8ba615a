import { App, Stack } from 'aws-cdk-lib';
import {
  AuditStore,
  Compliance,
  DataStore,
  Edge,
  Gateway,
  HardenedLlmApi,
  Identity,
  type LlmApiConfig,
  Monitoring,
  Network,
  Profile,
} from '../../lib';
import { loadConfig } from '../../lib/config/load-config';

const app = new App();
const profile = Profile.PRODUCTION;
const config: LlmApiConfig = loadConfig('llm-api.config.json');

// the whole product, in a stack of yours.
const whole = new HardenedLlmApi(new Stack(app, 'Whole'), 'LlmApi', config);
whole.writeOutputs();

// or its parts, one by one.
const stack = new Stack(app, 'Parts');
const data = new DataStore(stack, 'Data', { backupRetentionDays: 35, confirmBackupRetentionDays: 35 });
const { key } = data;
const network = new Network(stack, 'Network', { profile, key });
const audit = new AuditStore(stack, 'Audit', {
  accessLogBucket: data.accessLogBucket,
  budgetTable: data.budgetTable,
  budgetKey: key,
  retentionDays: 365,
  confirmRetentionDays: 365,
  network: network.isolated,
});
const identity = new Identity(stack, 'Identity', {
  profile,
  key,
  tenantTable: data.tenantTable,
  roles: [{ name: 'assistant', scopes: ['llm/chat'] }],
});
const gateway = new Gateway(stack, 'Gateway', {
  config,
  dataKey: key,
  budgetTable: data.budgetTable,
  tenantTable: data.tenantTable,
  auditTable: audit.table,
  contentKeyTable: audit.contentKeyTable,
  auditBucket: audit.bucket,
  auditMacKey: audit.macKey,
  auditStatements: audit.writerStatements(),
  network: network.gateway,
});
network.allow(
  'bedrock-runtime',
  ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
  gateway.chatModelArns,
);
network.allow('bedrock-runtime', ['bedrock:CountTokens'], gateway.countingModelArns);
const edge = new Edge(stack, 'Edge', {
  profile,
  key,
  gateway: gateway.handler,
  gatewayTimeoutSeconds: gateway.timeoutSeconds,
  authorizer: identity.authorizerHandler,
  userPool: identity.userPool,
  tiers: config.tiers,
});
const monitoring = new Monitoring(stack, 'Monitoring', {
  key,
  api: edge.api,
  gateway: gateway.handler,
  authorizer: identity.authorizerHandler,
});
monitoring.watch('Blocked', { metric: edge.metricBlocked(), above: 1000, description: 'Many requests are refused.' });

Compliance.enforce(app, { acknowledgements: whole.acknowledgements() });
