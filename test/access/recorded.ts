import { CfnResource } from 'aws-cdk-lib';
import { synthStack } from '../synth';
import type { LlmApiConfig } from '../../lib/config/llm-api-config';
import { type FunctionCaller, functionsOf } from '../../review/access/callers';
import { type ConcreteTemplate, concreteTemplate } from '../../review/access/concrete';
import type { CallOf } from '../../review/access/judge-access';
import type { HostOf } from '../../review/access/reachability';
import type { Template } from '../../review/template';
import type { Exercise } from './exercises/exercise';
import { gatewayExercise } from './exercises/gateway';
import { authorizerExercise, tokenTriggerExercise } from './exercises/identity';
import { rotationExercise } from './exercises/credentials';
import { sealerExercise } from './exercises/sealer';
import { approveExercise, ingestExercise } from './exercises/training-data';
import { SdkRecorder } from './sdk-recorder';

/** The exercise of every function that the stack holds: a new function needs one here, or its test fails by name. */
export function exercisesOf(config: LlmApiConfig): readonly Exercise[] {
  return [
    gatewayExercise(config),
    sealerExercise,
    tokenTriggerExercise,
    authorizerExercise,
    rotationExercise,
    ingestExercise,
    approveExercise,
  ];
}

/** A stack, what its functions called, and which function has no exercise. */
export interface RecordedStack {
  /** As CDK wrote it. */
  readonly template: Template;
  readonly concrete: ConcreteTemplate;
  readonly calls: readonly CallOf[];
  readonly hosts: readonly HostOf[];
  readonly withoutExercise: readonly string[];
}

/** Synthesizes a stack and makes each of its functions do all its calls, with the names that the template gives. */
export async function recordStack(config: LlmApiConfig): Promise<RecordedStack> {
  const { app, stack } = synthStack(config);
  const json = JSON.stringify(app.synth({ skipValidation: true }).getStackByName(stack.stackName).template);
  const template = JSON.parse(json) as Template;
  const concrete = concreteTemplate(template);
  const exercises = exercisesOf(config);
  const paths = new Map(
    stack.node
      .findAll()
      .filter(CfnResource.isCfnResource)
      .map((resource) => [stack.getLogicalId(resource), resource.node.path.replace(/\/Resource$/, '')]),
  );
  const calls: CallOf[] = [];
  const hosts: HostOf[] = [];
  const withoutExercise: string[] = [];
  for (const caller of functionsOf(concrete)) {
    const construct = paths.get(caller.logicalId)!;
    const exercise = exercises.find((entry) => construct.endsWith(`/${entry.construct}`));
    if (exercise === undefined) withoutExercise.push(construct);
    else {
      const recorder = await record(exercise, caller, concrete);
      calls.push(...recorder.calls.map((call) => ({ caller, call })));
      hosts.push(...[...new Set(recorder.hosts)].map((host) => ({ caller, host })));
    }
  }
  return { template, concrete, calls, hosts, withoutExercise };
}

async function record(exercise: Exercise, caller: FunctionCaller, template: ConcreteTemplate): Promise<SdkRecorder> {
  const before = { ...process.env };
  const recorder = new SdkRecorder();
  try {
    await exercise.run(recorder, caller.environment, template);
  } finally {
    recorder.stop();
    process.env = before;
  }
  return recorder;
}
