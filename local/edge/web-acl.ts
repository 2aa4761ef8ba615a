import { isIP, BlockList } from 'node:net';
import { managedGroup } from './managed-groups';
import { RateWindow } from './rate-window';
import { transformationOf } from './text-transformations';
import { fieldReader, type FieldContent, type WebRequest } from './web-request';

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

/** Exactly one key: the action, with what it may carry. */
export type ActionSetting = Readonly<
  Record<string, { readonly CustomResponse?: CustomResponse; readonly CustomRequestHandling?: unknown } | undefined>
>;

interface CustomResponse {
  readonly ResponseCode: number;
  readonly CustomResponseBodyKey?: string;
  readonly ResponseHeaders?: readonly { readonly Name: string; readonly Value: string }[];
}

/** Exactly one key: the kind of statement. */
export type StatementSetting = Readonly<Record<string, unknown>>;

/** Sets that change while the stack runs: containment fills the addresses. */
export interface WebAclSets {
  /** Addresses of an IP set, by its ARN, as they are now. */
  readonly addresses: (arn: string) => readonly string[];
  /** Patterns of a regex pattern set, by its ARN. */
  readonly patterns: (arn: string) => readonly string[];
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

interface Evaluation {
  readonly request: WebRequest;
  readonly labels: Set<string>;
  readonly nowMs: number;
}

type Matcher = (evaluation: Evaluation) => boolean;
type Action = 'ALLOW' | 'BLOCK' | 'COUNT';

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

function actionOf(setting: ActionSetting, where: string): Action {
  const [kind = 'nothing'] = Object.keys(setting);
  const actions: Readonly<Record<string, Action>> = { Allow: 'ALLOW', Block: 'BLOCK', Count: 'COUNT' };
  const action = actions[kind];
  if (!action) throw new Error(`${where}: expected Allow, Block or Count, got ${kind}`);
  return action;
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

interface ManagedGroupSetting {
  readonly VendorName: string;
  readonly Name: string;
  readonly ExcludedRules?: readonly { readonly Name: string }[];
  readonly RuleActionOverrides?: readonly { readonly Name: string; readonly ActionToUse: ActionSetting }[];
  readonly ScopeDownStatement?: StatementSetting;
}

interface RateSetting {
  readonly Limit: number;
  readonly EvaluationWindowSec?: number;
  readonly AggregateKeyType: string;
  readonly CustomKeys?: readonly Readonly<Record<string, { readonly Name?: string } | undefined>>[];
  readonly ForwardedIPConfig?: { readonly HeaderName: string };
  readonly ScopeDownStatement?: StatementSetting;
}

type Transformations = readonly { readonly Priority: number; readonly Type: string }[];

interface FieldSetting {
  readonly FieldToMatch: Readonly<Record<string, { readonly Name?: string; readonly OversizeHandling?: string }>>;
  readonly TextTransformations: Transformations;
}

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  EQ: (left, right) => left === right,
  NE: (left, right) => left !== right,
  LE: (left, right) => left <= right,
  LT: (left, right) => left < right,
  GE: (left, right) => left >= right,
  GT: (left, right) => left > right,
};

const POSITIONS: Readonly<Record<string, (text: string, search: string) => boolean>> = {
  EXACTLY: (text, search) => text === search,
  STARTS_WITH: (text, search) => text.startsWith(search),
  ENDS_WITH: (text, search) => text.endsWith(search),
  CONTAINS: (text, search) => text.includes(search),
  CONTAINS_WORD: (text, search) => new RegExp(`(?<!\\w)${escapeRegExp(search)}(?!\\w)`).test(text),
};

const SQL_INJECTION = /\bunion\s+(?:all\s+)?select\b|'\s*or\s+'?\d+'?\s*=\s*'?\d|\bdrop\s+table\b|;\s*--/i;
const CROSS_SITE_SCRIPT = /<script\b|javascript:|\bon(?:error|load|click|mouseover)\s*=|<iframe\b/i;

/** Turns statements into functions, once, at the start. */
class StatementCompiler {
  public constructor(
    private readonly aclName: string,
    private readonly sets: WebAclSets,
  ) {}

  public statement(setting: StatementSetting, where: string): Matcher {
    const kinds = Object.keys(setting);
    const [kind = 'nothing'] = kinds;
    const body = setting[kind] as never;
    const compiler = this.kinds[kind];
    if (kinds.length !== 1 || !compiler)
      throw new Error(`${where}: expected one statement that the edge enforces, got ${kinds.join(', ') || 'nothing'}`);
    return compiler(body, where);
  }

  public managed(setting: ManagedGroupSetting, where: string): (evaluation: Evaluation) => Action | undefined {
    const { namespace, rules } = managedGroup(setting.VendorName, setting.Name, where);
    const scope = setting.ScopeDownStatement ? this.statement(setting.ScopeDownStatement, where) : () => true;
    const overrides = new Map<string, Action>([
      ...(setting.ExcludedRules ?? []).map(({ Name }) => [Name, 'COUNT'] as const),
      ...(setting.RuleActionOverrides ?? []).map(
        ({ Name, ActionToUse }) => [Name, actionOf(ActionToUse, `${where}.${Name}`)] as const,
      ),
    ]);
    return (evaluation) => {
      if (!scope(evaluation)) return undefined;
      for (const rule of rules) {
        if (!rule.matches(evaluation.request)) continue;
        evaluation.labels.add(`awswaf:managed:aws:${namespace}:${rule.label}`);
        const action = overrides.get(rule.name) ?? 'BLOCK';
        if (action !== 'COUNT') return action;
      }
      return undefined;
    };
  }

  private readonly kinds: Readonly<Record<string, (setting: never, where: string) => Matcher>> = {
    AndStatement: ({ Statements }: { Statements: StatementSetting[] }, where) => {
      const parts = Statements.map((part) => this.statement(part, where));
      return (evaluation) => parts.every((part) => part(evaluation));
    },
    OrStatement: ({ Statements }: { Statements: StatementSetting[] }, where) => {
      const parts = Statements.map((part) => this.statement(part, where));
      return (evaluation) => parts.some((part) => part(evaluation));
    },
    NotStatement: ({ Statement }: { Statement: StatementSetting }, where) => {
      const inner = this.statement(Statement, where);
      return (evaluation) => !inner(evaluation);
    },
    ByteMatchStatement: (
      setting: FieldSetting & { SearchString?: string; SearchStringBase64?: string; PositionalConstraint: string },
      where,
    ) => {
      const search = setting.SearchString ?? Buffer.from(setting.SearchStringBase64 ?? '', 'base64').toString('latin1');
      const position = POSITIONS[setting.PositionalConstraint];
      if (!position) throw new Error(`${where}: expected a positional constraint, got ${setting.PositionalConstraint}`);
      return this.overText(setting, where, (text) => position(text, search));
    },
    RegexMatchStatement: (setting: FieldSetting & { RegexString: string }, where) => {
      const pattern = new RegExp(setting.RegexString);
      return this.overText(setting, where, (text) => pattern.test(text));
    },
    RegexPatternSetReferenceStatement: (setting: FieldSetting & { Arn: string }, where) => {
      const patterns = this.sets.patterns(setting.Arn).map((pattern) => new RegExp(pattern));
      return this.overText(setting, where, (text) => patterns.some((pattern) => pattern.test(text)));
    },
    SqliMatchStatement: (setting: FieldSetting, where) =>
      this.overText(setting, where, (text) => SQL_INJECTION.test(text)),
    XssMatchStatement: (setting: FieldSetting, where) =>
      this.overText(setting, where, (text) => CROSS_SITE_SCRIPT.test(text)),
    SizeConstraintStatement: (setting: FieldSetting & { ComparisonOperator: string; Size: number }, where) => {
      const compare = COMPARISONS[setting.ComparisonOperator];
      if (!compare) throw new Error(`${where}: expected a comparison, got ${setting.ComparisonOperator}`);
      const read = fieldReader(setting.FieldToMatch, where);
      const transform = transformationOf(setting.TextTransformations, where);
      return ({ request }) => {
        const content = read(request);
        if (content.texts.length === 0) return false;
        const forced = oversizeAnswer(content);
        if (forced !== undefined) return forced;
        return content.texts.some((text) =>
          compare(Buffer.byteLength(transform(text), 'latin1'), Number(setting.Size)),
        );
      };
    },
    LabelMatchStatement: ({ Scope, Key }: { Scope: string; Key: string }) => {
      const prefix = `awswaf:000000000000:webacl:${this.aclName}:`;
      const wanted = Key.startsWith(prefix) ? Key.slice(prefix.length) : Key;
      return ({ labels }) =>
        [...labels].some((label) =>
          Scope === 'LABEL'
            ? label === wanted || label.endsWith(`:${wanted}`)
            : label.startsWith(wanted) || label.includes(`:${wanted}`),
        );
    },
    IPSetReferenceStatement: (setting: { Arn: string; IPSetForwardedIPConfig?: { HeaderName: string } }) => {
      const lists = new AddressList(() => this.sets.addresses(setting.Arn));
      return ({ request }) => lists.has(addressOf(request, setting.IPSetForwardedIPConfig?.HeaderName));
    },
    // no address of this machine has a country or a network of its own.
    GeoMatchStatement: () => () => false,
    AsnMatchStatement: () => () => false,
    RateBasedStatement: (setting: RateSetting, where) => {
      const window = new RateWindow(setting.EvaluationWindowSec ?? 300);
      const keyOf = rateKey(setting, where);
      const scope = setting.ScopeDownStatement ? this.statement(setting.ScopeDownStatement, where) : () => true;
      return (evaluation) => {
        const key = scope(evaluation) ? keyOf(evaluation) : undefined;
        return key !== undefined && window.add(key, evaluation.nowMs) > Number(setting.Limit);
      };
    },
  };

  private overText(setting: FieldSetting, where: string, matches: (text: string) => boolean): Matcher {
    const read = fieldReader(setting.FieldToMatch, where);
    const transform = transformationOf(setting.TextTransformations, where);
    return ({ request }) => {
      const content = read(request);
      return oversizeAnswer(content) ?? content.texts.some((text) => matches(transform(text)));
    };
  }
}

function oversizeAnswer({ oversize }: FieldContent): boolean | undefined {
  if (oversize === 'MATCH') return true;
  return oversize === 'NO_MATCH' ? false : undefined;
}

function addressOf(request: WebRequest, forwardedHeader: string | undefined): string {
  if (forwardedHeader === undefined) return request.sourceIp;
  return (request.headers[forwardedHeader.toLowerCase()] ?? '').split(',')[0]?.trim() ?? '';
}

function rateKey(setting: RateSetting, where: string): (evaluation: Evaluation) => string | undefined {
  switch (setting.AggregateKeyType) {
    case 'IP':
      return ({ request }) => request.sourceIp;
    case 'FORWARDED_IP':
      return ({ request }) => addressOf(request, setting.ForwardedIPConfig?.HeaderName);
    case 'CONSTANT':
      return () => 'all';
    case 'CUSTOM_KEYS': {
      const parts = (setting.CustomKeys ?? []).map((key) => customKey(key, where));
      return ({ request }) => {
        const values = parts.map((part) => part(request));
        // a request without one of the keys is not counted, as in AWS.
        return values.includes(undefined) ? undefined : values.join('\n');
      };
    }
    default:
      throw new Error(`${where}: expected a known aggregate key type, got ${setting.AggregateKeyType}`);
  }
}

function customKey(
  key: Readonly<Record<string, { readonly Name?: string } | undefined>>,
  where: string,
): (request: WebRequest) => string | undefined {
  const [kind = 'nothing'] = Object.keys(key);
  const name = (key[kind]?.Name ?? '').toLowerCase();
  switch (kind) {
    case 'IP':
      return ({ sourceIp }) => sourceIp;
    case 'HTTPMethod':
      return ({ method }) => method;
    case 'UriPath':
      return ({ path }) => path;
    case 'QueryString':
      return ({ query }) => query;
    case 'Header':
      return ({ headers }) => headers[name];
    default:
      throw new Error(`${where}: expected a custom key that the edge reads, got ${kind}`);
  }
}

/** An address set that is compiled again when its source changes. */
class AddressList {
  private source: readonly string[] | undefined;
  private list = new BlockList();

  public constructor(private readonly current: () => readonly string[]) {}

  public has(address: string): boolean {
    const family = isIP(address);
    if (family === 0) return false;
    const now = this.current();
    if (now !== this.source) this.compile(now);
    return this.list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  }

  private compile(addresses: readonly string[]): void {
    this.source = addresses;
    this.list = new BlockList();
    for (const cidr of addresses) {
      const [network = '', prefix = ''] = cidr.split('/');
      const family = isIP(network);
      this.list.addSubnet(network, Number(prefix), family === 6 ? 'ipv6' : 'ipv4');
    }
  }
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
