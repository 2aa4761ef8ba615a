import type { ModelDeployment } from '../../../lib/gateway/deployment';
import type { ManagedPolicy, PipelinePolicy } from '../../guard/pipeline-policy';
import type { Segment, SegmentRole } from '../../guard/guard';

/** Where a guardrail judges one request. */
export interface ManagedUse {
  readonly policy: ManagedPolicy;
  /** Inside of the model call. */
  readonly inCall: boolean;
  readonly request: boolean;
  readonly response: boolean;
}

/** Where the guardrail of a policy judges; a model outside of Bedrock takes none with its call, so that both sides are judged apart. */
export function managedUse(
  { managed }: PipelinePolicy,
  { provider, kind }: Pick<ModelDeployment, 'provider' | 'kind'>,
): ManagedUse | undefined {
  if (managed === null) return undefined;
  const inCall = managed.inCall && provider === 'bedrock' && kind === 'chat';
  return {
    policy: managed,
    inCall,
    request: !inCall || managed.apply !== 'none',
    response: !inCall || managed.apply === 'both',
  };
}

/** A guardrail is paid by the thousand characters of each text. */
const UNIT_LENGTH = 1_000;

/** Text units of some texts, at least one each. */
export function textUnits(texts: readonly string[]): number {
  return texts.reduce((units, { length }) => units + Math.max(1, Math.ceil(length / UNIT_LENGTH)), 0);
}

/** Characters of a token, about; what is really said is charged. */
const TOKEN_LENGTH = 5;

/** What a guardrail may cost over one request, in text units. */
export function worstUnits(
  { request, response, inCall }: ManagedUse,
  texts: readonly string[],
  choices: number,
  maxOutputTokens: number,
): number {
  const asked = textUnits(texts) * (Number(request) + choices * Number(inCall));
  const answer = Math.ceil((maxOutputTokens * TOKEN_LENGTH) / UNIT_LENGTH);
  return asked + choices * answer * (Number(response) + Number(inCall));
}

const APPLICATION: ReadonlySet<SegmentRole> = new Set(['system', 'developer', 'description']);

/**
 * The texts of a request that a guardrail sees: what people, tools and the model have said.
 *
 * An application's own instructions are not among them, nor what it says of its tools: a guardrail takes them for attacks.
 */
export function managedTexts(segments: readonly Segment[]): readonly string[] {
  return segments.flatMap(({ role, text, reading }) => (APPLICATION.has(role) || reading ? [] : [text]));
}
