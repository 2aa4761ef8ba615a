import type { OidcIssuer } from './oidc-issuer';
import type { EdgeConfig } from './edge-config';
import type { AuditReplicaTarget } from '../audit/audit-replica';
import type { Profile } from '../profile';
import type { GuardrailConfig } from './guardrail-config';
import type { ModelConfig } from './model-config';
import type { RoleConfig } from './role-config';
import type { TierConfig } from './tier-config';

/**
 * Limits of a single request.
 */
export interface RequestConfig {
  /**
   * Largest request body in bytes; WAF, the request models and the guard all keep it.
   *
   * @default 1048576
   */
  readonly maxBodyBytes?: number;

  /**
   * Most messages of one conversation.
   *
   * @default 512
   */
  readonly maxMessages?: number;

  /**
   * Seconds from the arrival of a request to its last byte.
   *
   * @default 300
   */
  readonly deadlineSeconds?: number;

  /**
   * Seconds for which an abandoned stream is read on, and charged.
   *
   * @default 30
   */
  readonly maxAbandonedSeconds?: number;
}

/**
 * Who may log in, and where.
 */
export interface IdentityConfig {
  /**
   * Where the hosted login may send people back to; https only.
   *
   * @default - an address of this machine
   */
  readonly callbackUrls?: string[];

  /**
   * Where the hosted logout may send people to; https only.
   *
   * @default - no place
   */
  readonly logoutUrls?: string[];

  /**
   * Prefix of the user pool's domain, unique in a Region over all accounts.
   *
   * @default - derived from the stack's id
   */
  readonly domainPrefix?: string;

  /**
   * Issuers beside the user pool, or instead of it with `federatedOnly`.
   *
   * @default - only the user pool's tokens are accepted
   */
  readonly issuers?: OidcIssuer[];

  /**
   * Make and trust no user pool: only `issuers` are accepted.
   *
   * @default false
   */
  readonly federatedOnly?: boolean;
}

/**
 * Where the gateway may reach outside AWS. Adds NAT gateways and a domain allow-list.
 */
export interface EgressConfig {
  /**
   * Host names, exactly as the upstreams' base URLs have them.
   */
  readonly hosts: string[];
}

/**
 * How the keys of upstreams outside AWS are replaced.
 */
export interface CredentialsConfig {
  /**
   * Days after which a key is replaced.
   *
   * @default 90
   */
  readonly rotateAfterDays?: number;

  /**
   * ARN of a function of yours that makes and retires keys at the provider.
   *
   * @default - an operator puts the keys (`llm-api secret`)
   */
  readonly issuerFunctionArn?: string;
}

/**
 * Who is told.
 */
export interface MonitoringConfig {
  /**
   * E-mail address that alarms are sent to, once its owner has confirmed.
   *
   * @default - nobody; subscribe to the alarm topic
   */
  readonly alarmEmail?: string;

  /**
   * Whether to make a trail of the account's management events. Alarms on keys, locks, backups and secrets need one in
   * the Region; a second one costs money, so `false` where the organization has one.
   *
   * @default false
   */
  readonly createTrail?: boolean;
}

/**
 * Who administers the API with its commands, in AWS.
 */
export interface OperatorsConfig {
  /**
   * ARNs of the IAM roles, each exact: the journal's policy compares them with the caller's.
   *
   * Security impact: these roles may put records into the audit journal.
   */
  readonly roleArns: string[];
}

/**
 * How long what is stored is kept. A locked retention cannot be shortened by anyone, so it is asked for twice.
 */
export interface RetentionConfig {
  /**
   * Days for which the audit trail is locked.
   *
   * @default - needed in the production profile
   */
  readonly auditDays?: number;

  /**
   * The same number again.
   *
   * @default - needed in the production profile
   */
  readonly confirmAuditDays?: number;

  /**
   * Days for which backups are locked.
   *
   * @default - needed in the production profile
   */
  readonly backupDays?: number;

  /**
   * The same number again.
   *
   * @default - needed in the production profile
   */
  readonly confirmBackupDays?: number;

  /**
   * Days for which datasets are locked.
   *
   * @default - needed in the production profile, with training data
   */
  readonly datasetDays?: number;

  /**
   * The same number again.
   *
   * @default - needed in the production profile, with training data
   */
  readonly confirmDatasetDays?: number;

  /**
   * Days after which raw training data expires; it holds personal data, so 30 at most.
   *
   * @default 7
   */
  readonly rawTrainingDataDays?: number;

  /**
   * Days for which a record stays in the journal after it was sealed, where the sealer could read it again.
   *
   * @default 3
   */
  readonly journalDays?: number;

  /**
   * Days for which access logs of buckets are kept.
   *
   * @default 400
   */
  readonly accessLogDays?: number;

  /**
   * Days for which the logs of functions and of the API are kept; a number that CloudWatch Logs takes. They hold no
   * content. A trial keeps a day.
   *
   * @default 365
   */
  readonly logDays?: number;

  /**
   * Days for which messages that failed are kept; 14 at most.
   *
   * @default 14
   */
  readonly deadLetterDays?: number;
}

/**
 * Concurrency that is set aside, so that neither the API nor the rest of the account starves.
 */
export interface ConcurrencyConfig {
  /**
   * Requests in flight over all tenants.
   *
   * @default 100
   */
  readonly gateway?: number;
}

/**
 * Everything that a deployment decides: what `llm-api.config.json` holds.
 */
export interface LlmApiConfig {
  /**
   * How much a deployment protects, and how easily it goes away.
   *
   * @default Profile.PRODUCTION
   */
  readonly profile?: Profile;

  /**
   * Models that the API offers.
   */
  readonly models: ModelConfig[];

  /**
   * Roles, by which everything is allowed.
   */
  readonly roles: RoleConfig[];

  /**
   * Tiers of tenants.
   */
  readonly tiers: TierConfig[];

  /**
   * Guard policies by name. What a policy may hold is in the guard's own documentation.
   */
  readonly guardPolicies: Record<string, unknown>;

  /**
   * Guardrails of Amazon Bedrock, for the guard policies that name them.
   *
   * @default - none: our own guard judges alone
   */
  readonly guardrails?: GuardrailConfig[];

  /**
   * Guard policies that may let injections, credentials or attacks through, each by name: for the trial of a policy.
   *
   * Security impact: what these policies see is reported and not stopped.
   *
   * @default - every policy stops what it finds
   */
  readonly allowWeakGuardIn?: string[];

  /**
   * Put before everything that a client sends.
   *
   * @default - none
   */
  readonly systemPrompts?: string[];

  /**
   * Limits of a single request.
   *
   * @default - the defaults of `RequestConfig`
   */
  readonly requests?: RequestConfig;

  /**
   * What the edge lets through.
   *
   * @default - the defaults of `EdgeConfig`
   */
  readonly edge?: EdgeConfig;

  /**
   * Who may log in.
   *
   * @default - the defaults of `IdentityConfig`
   */
  readonly identity?: IdentityConfig;

  /**
   * Where the gateway may reach outside AWS.
   *
   * @default - nowhere
   */
  readonly egress?: EgressConfig;

  /**
   * How the keys of upstreams outside AWS are replaced.
   *
   * @default - the defaults of `CredentialsConfig`
   */
  readonly credentials?: CredentialsConfig;

  /**
   * Who is told.
   *
   * @default - nobody
   */
  readonly monitoring?: MonitoringConfig;

  /**
   * Whose commands (`llm-api tenant …`) may leave their records in the audit trail.
   *
   * @default - no role: in AWS the records of commands are refused
   */
  readonly operators?: OperatorsConfig;

  /**
   * A locked bucket in another account that receives a copy of the audit trail.
   *
   * @default - none
   */
  readonly auditReplica?: AuditReplicaTarget;

  /**
   * Whether the keys of data, audit trail and training data can be replicated to other Regions.
   *
   * Security impact: a key's material leaves the Region once a replica is made.
   *
   * @default false
   */
  readonly multiRegionKeys?: boolean;

  /**
   * Whether there is a place where training data is cleaned, locked and signed (`llm-api dataset`).
   *
   * @default false
   */
  readonly trainingData?: boolean;

  /**
   * How long each kind of what is stored is kept. Tenants and budgets are kept until they are deleted.
   *
   * @default - the trial profile's day
   */
  readonly retention?: RetentionConfig;

  /**
   * Concurrency that is set aside. The trial profile sets none aside.
   *
   * @default - the defaults of `ConcurrencyConfig`
   */
  readonly reservedConcurrency?: ConcurrencyConfig;
}
