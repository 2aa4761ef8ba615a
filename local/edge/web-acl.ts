import {
  StatementCompiler,
  type Evaluation,
  type ManagedGroupSetting,
  type StatementSetting,
  type WebAclSets,
} from './statements';
import { actionOf, type Action, type ActionSetting } from './web-acl-action';
import type { WebRequest } from './web-request';

/** `AWS::WAFv2::WebACL` as in a template, with every reference resolved. */
export interface WebAclProperties {
  readonly Name?: string;
  readonly DefaultAction: ActionSetting;
  readonly Rules?: readonly RuleSetting[];
  readonly CustomResponseBodies?: Readonly<Record<string, { readonly ContentType: string; readonly Content: string }>>;
  readonly AssociationConfig?: {
    readonly RequestBody?: Readonly<Record<string, { readonly DefaultSizeInspectionLimit: string } | undefined>>;
  };
}

export interface RuleSetting {
  readonly Name: string;
  readonly Priority: number;
  readonly Statement: StatementSetting;
  readonly Action?: ActionSetting;
  readonly OverrideAction?: { readonly None?: object; readonly Count?: object };
  readonly RuleLabels?: readonly { readonly Name: string }[];
}

/** What the web ACL decided. */
export interface WebAclVerdict {
  readonly action: 'ALLOW' | 'BLOCK';
  /** The rule that ended the evaluation, or `Default_Action`. */
  readonly rule: string;
  readonly labels: readonly string[];
  /** What a blocked caller is sent. */
  readonly response?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

/** Compiles a web ACL; anything in it that the edge could not enforce stops the start, so that nothing is skipped. */
export function webAcl(acl: WebAclProperties, sets: WebAclSets): (request: WebRequest, nowMs: number) => WebAclVerdict {
  const name = acl.Name ?? 'web-acl';
  const compile = new StatementCompiler(name, sets);
  const rules = [...(acl.Rules ?? [])]
    .sort((a, b) => a.Priority - b.Priority)
    .map((rule) => compileRule(rule, acl, compile));
  const fallback = actionOf(acl.DefaultAction, `${name}.DefaultAction`);

  return (request, nowMs) => {
    const evaluation: Evaluation = { request, labels: new Set(), nowMs };
    for (const { setting, run } of rules) {
      const action = run(evaluation);
      if (action === undefined || action === 'COUNT') continue;
      return verdict(acl, action, setting.Name, setting.Action, evaluation);
    }
    return verdict(acl, fallback === 'COUNT' ? 'ALLOW' : fallback, 'Default_Action', acl.DefaultAction, evaluation);
  };
}

/** How much of a body the web ACL of a REST API looks at. */
export function inspectedBytes(acl: WebAclProperties): number {
  const limit = acl.AssociationConfig?.RequestBody?.API_GATEWAY?.DefaultSizeInspectionLimit ?? 'KB_16';
  const kilobytes = /^KB_(16|32|48|64)$/.exec(limit)?.[1];
  if (kilobytes === undefined)
    throw new Error(`DefaultSizeInspectionLimit: expected KB_16, KB_32, KB_48 or KB_64, got ${limit}`);
  return Number(kilobytes) * 1_024;
}

function compileRule(
  setting: RuleSetting,
  acl: WebAclProperties,
  compile: StatementCompiler,
): { readonly setting: RuleSetting; readonly run: (evaluation: Evaluation) => Action | undefined } {
  const where = `${acl.Name ?? 'web-acl'}.${setting.Name}`;
  const own = (setting.RuleLabels ?? []).map(({ Name }) => Name);
  if (setting.Statement.ManagedRuleGroupStatement !== undefined) {
    const group = compile.managed(setting.Statement.ManagedRuleGroupStatement as ManagedGroupSetting, where);
    const counts = setting.OverrideAction?.Count !== undefined;
    return {
      setting,
      run: (evaluation) => {
        const action = group(evaluation);
        return action === 'BLOCK' && counts ? 'COUNT' : action;
      },
    };
  }
  const matches = compile.statement(setting.Statement, where);
  const action = actionOf(setting.Action ?? {}, where);
  return {
    setting,
    run: (evaluation) => {
      if (!matches(evaluation)) return undefined;
      for (const label of own) evaluation.labels.add(label);
      return action;
    },
  };
}

function verdict(
  acl: WebAclProperties,
  action: Exclude<Action, 'COUNT'>,
  rule: string,
  setting: ActionSetting | undefined,
  { labels }: Evaluation,
): WebAclVerdict {
  if (action === 'ALLOW') return { action, rule, labels: [...labels] };
  const custom = setting?.Block?.CustomResponse;
  const body = acl.CustomResponseBodies?.[custom?.CustomResponseBodyKey ?? ''];
  const types: Readonly<Record<string, string>> = {
    APPLICATION_JSON: 'application/json',
    TEXT_HTML: 'text/html',
    TEXT_PLAIN: 'text/plain',
  };
  const given = (custom?.ResponseHeaders ?? []).map(({ Name, Value }) => [Name.toLowerCase(), Value] as const);
  return {
    action,
    rule,
    labels: [...labels],
    response: {
      status: custom?.ResponseCode ?? 403,
      // a block without a body of its own is API Gateway's WAF_FILTERED gateway response.
      headers: {
        ...(body ? { 'content-type': types[body.ContentType] ?? 'text/plain' } : {}),
        ...Object.fromEntries(given),
      },
      body: body?.Content ?? '',
    },
  };
}
