import { objectAt, oneOf, wrong } from './read-values';

/** How a policy uses a guardrail of Amazon Bedrock. */
export interface ManagedPolicy {
  /** Name of the guardrail in the config. */
  readonly guardrail: string;
  /** Given with the model call, where the model is one of Bedrock: an IAM condition makes it mandatory then. */
  readonly inCall: boolean;
  /** What `ApplyGuardrail` judges beside that; both sides, whatever this says, where the model is elsewhere. */
  readonly apply: 'none' | 'request' | 'both';
  /** Whether its contextual grounding judges answers for which there are documents. */
  readonly grounding: boolean;
}

/** A policy that is tried out above the one that decides. */
export interface ShadowPolicy {
  readonly policy: string;
  /** Its last day, UTC: `YYYY-MM-DD`. */
  readonly until: string;
}

/** What of a policy the pipeline does, beside the engine. */
export interface PipelinePolicy {
  readonly extractionScore: number;
  readonly grounding: 'flag' | 'refuse';
  readonly groundingScore: number;
  readonly managed: ManagedPolicy | null;
  readonly shadow?: ShadowPolicy;
}

/** Reads `managed` of a policy. @throws on a value that is unknown. */
export function readManaged(path: string, value: unknown): ManagedPolicy {
  const { guardrail, inCall = true, apply = 'request', grounding = false, ...rest } = objectAt(path, value);
  onlyKnown(path, rest, 'guardrail, inCall, apply, grounding');
  if (typeof guardrail !== 'string' || guardrail === '')
    wrong(`${path}.guardrail`, 'the name of a guardrail', guardrail);
  if (typeof inCall !== 'boolean') wrong(`${path}.inCall`, 'true or false', inCall);
  if (typeof grounding !== 'boolean') wrong(`${path}.grounding`, 'true or false', grounding);
  const applied = oneOf(`${path}.apply`, apply, ['none', 'request', 'both']);
  if (!inCall && applied === 'none') wrong(`${path}.apply`, "'request' or 'both' where inCall is false", apply);
  return { guardrail, inCall, apply: applied, grounding };
}

/** Reads `shadow` of a policy. @throws on a value that is unknown. */
export function readShadow(path: string, value: unknown): ShadowPolicy {
  const { policy, until, ...rest } = objectAt(path, value);
  onlyKnown(path, rest, 'policy, until');
  if (typeof policy !== 'string' || policy === '') wrong(`${path}.policy`, 'the name of a guard policy', policy);
  if (typeof until !== 'string' || !isDay(until)) wrong(`${path}.until`, 'a day as YYYY-MM-DD', until);
  return { policy, until };
}

/** Whether the last day of a shadow is over. */
export function isExpired({ until }: ShadowPolicy, nowMs: number): boolean {
  return nowMs >= Date.parse(`${until}T00:00:00Z`) + DAY_MS;
}

const DAY_MS = 86_400_000;

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

function onlyKnown(path: string, rest: Readonly<Record<string, unknown>>, known: string): void {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) wrong(`${path}.${unknown}`, `one of ${known}`, unknown);
}
