import type { GatewayMetric } from './metrics';
import type { ReasonCode } from './reason';

/** How something outside fails. */
export const MANNERS = ['down', 'slow', 'throttled', 'wrong'] as const;
export type Manner = (typeof MANNERS)[number];

/**
 * When it fails.
 * - `cold`: before a request that is the first of its execution environment
 * - `warm`: before a request whose environment has served others
 * - `midStream`: while the answer is on its way to the caller
 */
export const MOMENTS = ['cold', 'warm', 'midStream'] as const;
export type Moment = (typeof MOMENTS)[number];

/**
 * What becomes of the request. There is no `open`: no control has an option that lets requests pass when it fails.
 * - `closed`: refused without a model call; in mid-stream, ended by an error and never by a proper end
 * - `degraded`: answered in full, and what could not be done is kept where `left` says
 * - `unaffected`: answered in full; what failed was not needed
 */
export type Effect =
  | { readonly mode: 'closed'; readonly reason: ReasonCode; readonly modelCalled: boolean }
  | { readonly mode: 'degraded'; readonly left: Left; readonly why: string }
  | { readonly mode: 'unaffected'; readonly why: string };

/**
 * What a degraded request leaves behind.
 * - `late-record`: its CLOSE is an object of the locked bucket
 * - `reservation`: its worst case stays charged until the sealer has settled it
 */
export type Left = 'late-record' | 'reservation';

/** What happens when one thing fails. */
export interface FailureMode {
  /** What fails. */
  readonly name: string;
  /** The control that rests on it. */
  readonly control: string;
  readonly effects: Readonly<Record<Moment, Readonly<Record<Manner, Effect>>>>;
  /** The metric that counts it; absent where nothing of the API's own can tell. */
  readonly metric?: GatewayMetric;
}

/** What happens when a part fails that no service stands behind; the test that shows it. */
export interface InternalFailureMode {
  readonly name: string;
  readonly control: string;
  readonly outcome: string;
  /** File and title of the test that shows it. */
  readonly shownBy: { readonly file: string; readonly title: string };
}

const refused = (reason: ReasonCode): Effect => ({ mode: 'closed', reason, modelCalled: false });
const failed = (reason: ReasonCode): Effect => ({ mode: 'closed', reason, modelCalled: true });
const degraded = (left: Left, why: string): Effect => ({ mode: 'degraded', left, why });
const unaffected = (why: string): Effect => ({ mode: 'unaffected', why });
const always = (effect: Effect): Readonly<Record<Manner, Effect>> => ({
  down: effect,
  slow: effect,
  throttled: effect,
  wrong: effect,
});

const LATER = unaffected('answered, later: a model may be slow for two minutes between words');

/**
 * What each control does when what it rests on fails: the promise that `npm run prove -- faults` keeps, cell by cell,
 * against the running API. `docs/failure-modes.md` is generated from it.
 */
export const FAILURE_MODES = {
  auditTable: {
    name: 'audit table',
    control: 'no record, no answer',
    metric: 'AuditFailures',
    effects: {
      cold: always(refused('audit_unavailable')),
      warm: always(refused('audit_unavailable')),
      midStream: always(degraded('late-record', 'the closing record goes to the locked bucket')),
    },
  },
  auditBucket: {
    name: 'audit bucket',
    control: 'no record, no answer',
    effects: {
      cold: always(unaffected('the table takes the records')),
      warm: always(unaffected('the table takes the records')),
      midStream: always(unaffected('the table takes the records')),
    },
  },
  auditTableAndBucket: {
    name: 'audit table and audit bucket',
    control: 'no record, no answer',
    metric: 'AuditFailures',
    effects: {
      cold: always(refused('audit_unavailable')),
      warm: always(refused('audit_unavailable')),
      midStream: always(failed('audit_unavailable')),
    },
  },
  budgetTable: {
    name: 'budget table',
    control: 'exact budgets, revocation, the stop for everything',
    metric: 'BudgetFailures',
    effects: {
      cold: always(refused('budget_unavailable')),
      warm: always(refused('budget_unavailable')),
      midStream: {
        ...always(degraded('reservation', 'what cannot be settled stays charged at its worst case')),
        slow: unaffected('answered after six seconds at most; the settlement arrives when it arrives'),
      },
    },
  },
  tenantTable: {
    name: 'tenant table',
    control: 'who may do what',
    metric: 'DirectoryFailures',
    effects: {
      cold: always(refused('directory_unavailable')),
      warm: always(unaffected('rows are remembered for ten seconds; revocation does not wait for them')),
      midStream: always(unaffected('read before')),
    },
  },
  kms: {
    name: 'KMS',
    control: "the audit trail's secret",
    metric: 'AuditFailures',
    effects: {
      cold: always(refused('audit_unavailable')),
      warm: always(unaffected('the secret is asked for once an environment')),
      midStream: always(unaffected('the secret is asked for once an environment')),
    },
  },
  model: {
    name: 'model in Bedrock',
    control: 'the answer',
    metric: 'ModelFailures',
    effects: {
      cold: {
        down: failed('upstream_unavailable'),
        slow: LATER,
        throttled: failed('upstream_throttled'),
        wrong: failed('upstream_error'),
      },
      warm: {
        down: failed('upstream_unavailable'),
        slow: LATER,
        throttled: failed('upstream_throttled'),
        wrong: failed('upstream_error'),
      },
      midStream: {
        down: failed('upstream_error'),
        slow: LATER,
        throttled: failed('upstream_throttled'),
        wrong: failed('upstream_error'),
      },
    },
  },
  issuerKeys: {
    name: "issuer's keys (JWKS)",
    control: 'tokens are verified',
    metric: 'AuthorizerFailures',
    effects: {
      cold: always(refused('internal_error')),
      warm: always(unaffected('known keys count for twelve hours at most')),
      midStream: always(unaffected('verified before')),
    },
  },
  secrets: {
    name: 'Secrets Manager',
    control: 'the credential of a model outside AWS',
    metric: 'ModelFailures',
    effects: {
      cold: always(refused('upstream_unavailable')),
      warm: always(unaffected('a credential is remembered for five minutes')),
      midStream: always(unaffected('read before')),
    },
  },
  logs: {
    name: 'CloudWatch Logs and metrics',
    control: 'metrics and alarms',
    effects: {
      cold: always(unaffected('a line on standard output is all that a request waits for')),
      warm: always(unaffected('a line on standard output is all that a request waits for')),
      midStream: always(unaffected('a line on standard output is all that a request waits for')),
    },
  },
} as const satisfies Readonly<Record<string, FailureMode>>;

/** What can fail outside of the functions. */
export type FailingPart = keyof typeof FAILURE_MODES;

/** What fails inside, each with the test that shows it. */
export const INTERNAL_FAILURE_MODES: readonly InternalFailureMode[] = [
  {
    name: 'a check of the guard throws',
    control: 'the guard',
    outcome: 'refused: `guard_failed`, 503',
    shownBy: { file: 'test/gateway/faults.test.ts', title: '$where $how: $reason, and no model call' },
  },
  {
    name: 'a check of the guard takes too long',
    control: 'the guard',
    outcome: 'refused: `guard_deadline_exceeded`, 503',
    shownBy: { file: 'test/gateway/faults.test.ts', title: 'a guard that takes too long refuses' },
  },
  {
    name: "the detector's weights are damaged",
    control: 'the guard',
    outcome: 'refused: `guard_model_damaged`, 503',
    shownBy: {
      file: 'test/guard/check-lines.test.ts',
      title: 'a damaged detector refuses everything, by its own reason',
    },
  },
  {
    name: 'the guard of an answer throws in mid-stream',
    control: 'the guard',
    outcome: 'the stream ends in an error: `guard_failed`',
    shownBy: {
      file: 'test/gateway/faults.test.ts',
      title: 'stream: $where $how in mid-stream is an event, then the end',
    },
  },
  {
    name: 'Bedrock Guardrails fails or is slow, before the model',
    control: 'the managed guard',
    outcome: 'refused: `managed_guard_failed`, 503, no model call',
    shownBy: { file: 'test/gateway/managed.test.ts', title: 'its failure refuses, with a reason of its own' },
  },
  {
    name: 'Bedrock Guardrails fails in mid-stream',
    control: 'the managed guard',
    outcome: 'nothing more is sent: `managed_guard_failed`',
    shownBy: { file: 'test/gateway/managed.test.ts', title: 'in the middle of an answer nothing more is sent' },
  },
  {
    name: 'the table of clients cannot be read while a token is made',
    control: 'tokens say whose they are',
    outcome: 'no token',
    shownBy: { file: 'test/identity/token-trigger.test.ts', title: 'no token while the table cannot be read' },
  },
  {
    name: 'the sealer stays away for fifteen minutes',
    control: 'the audit trail',
    outcome: 'refused: `audit_unavailable`, 503, until it is back',
    shownBy: {
      file: 'test/gateway/audit/audit-trail.test.ts',
      title: 'when nothing was sealed for too long, and recovers by itself',
    },
  },
  {
    name: 'the model is silent for two minutes',
    control: 'the answer',
    outcome: '`upstream_timeout`: 504, or an error in the stream; what was said is charged',
    shownBy: {
      file: 'test/gateway/faults.test.ts',
      title: 'a model that hangs is charged its input, and what it had said',
    },
  },
  {
    name: 'a reservation is written after its request was given up',
    control: 'exact budgets',
    outcome: 'taken back',
    shownBy: { file: 'test/gateway/faults.test.ts', title: 'a reservation that lands late is taken back' },
  },
  {
    name: "the function's time ends",
    control: 'the answer',
    outcome: '`deadline_exceeded`: settled, recorded and told before Lambda ends it',
    shownBy: {
      file: 'test/gateway/faults.test.ts',
      title: "the function's own end comes before Lambda's, settled and told",
    },
  },
  {
    name: 'the caller hangs up',
    control: 'exact budgets',
    outcome: 'read on for `maxAbandonedSeconds` at most, recorded and charged',
    shownBy: {
      file: 'test/gateway/faults.test.ts',
      title: 'is given up after its time, recorded and charged what was produced',
    },
  },
  {
    name: "an issuer's keys stay away for longer than they count",
    control: 'tokens are verified',
    outcome: 'nobody is let in: 500, alarmed',
    shownBy: {
      file: 'test/identity/jwks-cache.test.ts',
      title: 'while the address is down the last keys count for twelve hours and no longer',
    },
  },
];
