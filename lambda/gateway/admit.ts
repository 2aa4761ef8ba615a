import type { GatewayDeployment, ModelDeployment } from '../../lib/gateway/deployment';
import type { ReasonCode } from '../core/reason';
import type { Access } from './ports';
import type { Task, Turn } from './request/task';

/** A request that its caller may make, with the ceilings that apply. */
export type Admission =
  | { readonly allowed: true; readonly model: ModelDeployment; readonly maxOutputTokens: number }
  | { readonly allowed: false; readonly reason: ReasonCode; readonly param: string };

const deny = (reason: ReasonCode, param: string): Admission => ({ allowed: false, reason, param });

/** The model of a name, if the deployment has it and the caller may use it for this. */
export function admitModel(
  name: string,
  kind: ModelDeployment['kind'],
  access: Access,
  { models }: Pick<GatewayDeployment, 'models'>,
): Admission {
  const model = models.find((known) => known.name === name && known.kind === kind);
  if (model === undefined) return deny('model_not_found', 'model');
  if (!access.models.includes(name)) return deny('model_not_allowed', 'model');
  return { allowed: true, model, maxOutputTokens: Math.min(access.maxOutputTokens, model.maxOutputTokens) };
}

/** Role × model × tool: what the tier and the roles grant, narrowed by the tenant. */
export function admit(task: Task, access: Access, deployment: Pick<GatewayDeployment, 'models'>): Admission {
  const admission = admitModel(task.model, 'chat', access, deployment);
  if (!admission.allowed) return admission;
  const grants = new Map(access.tools.map((grant) => [grant.name, grant]));
  for (const { name } of task.tools) {
    if (!grants.has(name)) return deny('tool_not_allowed', 'tools');
  }
  // a name has room for a sentence, and a model reads the calls that it is said to have made.
  if (task.turns.some(({ toolCalls }) => toolCalls.some(({ name }) => !grants.has(name)))) {
    return deny('tool_not_allowed', 'messages');
  }
  for (const [name, rounds] of toolRounds(task.turns)) {
    const maxRounds = grants.get(name)?.maxRounds;
    if (maxRounds !== undefined && rounds >= maxRounds) return deny('tool_rounds_exceeded', 'messages');
  }
  if (promptBytes(task) > access.maxPromptBytes) return deny('context_length_exceeded', 'messages');
  // a ceiling is always set: providers reserve their own maximum otherwise, and an answer without end has no price.
  return {
    ...admission,
    maxOutputTokens: Math.min(task.maxOutputTokens ?? admission.maxOutputTokens, admission.maxOutputTokens),
  };
}

/** Rounds in which each tool was called since a person last spoke. */
function toolRounds(turns: readonly Turn[]): ReadonlyMap<string, number> {
  const rounds = new Map<string, number>();
  for (const { role, toolCalls } of turns) {
    if (role === 'user') rounds.clear();
    for (const name of new Set(toolCalls.map((call) => call.name))) rounds.set(name, (rounds.get(name) ?? 0) + 1);
  }
  return rounds;
}

function promptBytes({ turns, tools, format }: Task): number {
  const texts = [
    ...turns.flatMap(({ content, toolCalls }) => [content.text, ...toolCalls.map((call) => call.arguments.text)]),
    ...tools.flatMap(({ description, parameters }) => [description?.text ?? '', JSON.stringify(parameters)]),
    format?.schema ? JSON.stringify(format.schema) : '',
  ];
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0);
}
