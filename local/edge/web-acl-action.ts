/** Exactly one key: the action, with what it may carry. */
export type ActionSetting = Readonly<
  Record<string, { readonly CustomResponse?: CustomResponse; readonly CustomRequestHandling?: unknown } | undefined>
>;

interface CustomResponse {
  readonly ResponseCode: number;
  readonly CustomResponseBodyKey?: string;
  readonly ResponseHeaders?: readonly { readonly Name: string; readonly Value: string }[];
}

/** What a rule does with a request that it matches. */
export type Action = 'ALLOW' | 'BLOCK' | 'COUNT';

/** @throws for an action that the edge does not have. */
export function actionOf(setting: ActionSetting, where: string): Action {
  const [kind = 'nothing'] = Object.keys(setting);
  const actions: Readonly<Record<string, Action>> = { Allow: 'ALLOW', Block: 'BLOCK', Count: 'COUNT' };
  const action = actions[kind];
  if (!action) throw new Error(`${where}: expected Allow, Block or Count, got ${kind}`);
  return action;
}
