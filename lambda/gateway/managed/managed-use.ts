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

const APPLICATION: ReadonlySet<SegmentRole> = new Set(['system', 'developer', 'description']);

/**
 * The texts of a request that a guardrail sees: what people, tools and the model have said.
 *
 * An application's own instructions are not among them, nor what it says of its tools: a guardrail takes them for attacks.
 */
export function managedTexts(segments: readonly Segment[]): readonly string[] {
  return segments.flatMap(({ role, text, reading }) => (APPLICATION.has(role) || reading ? [] : [text]));
}
