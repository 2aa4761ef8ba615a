import { AddressList, addressOf } from './address-list';
import { managedGroup } from './managed-groups';
import { rateKey, type RateSetting } from './rate-key';
import { RateWindow } from './rate-window';
import { transformationOf } from './text-transformations';
import { actionOf, type Action, type ActionSetting } from './web-acl-action';
import { fieldReader, type FieldContent, type WebRequest } from './web-request';

/** Exactly one key: the kind of statement. */
export type StatementSetting = Readonly<Record<string, unknown>>;

/** Sets that change while the stack runs: containment fills the addresses. */
export interface WebAclSets {
  /** Addresses of an IP set, by its ARN, as they are now. */
  readonly addresses: (arn: string) => readonly string[];
  /** Patterns of a regex pattern set, by its ARN. */
  readonly patterns: (arn: string) => readonly string[];
}

/** One request under evaluation, with the labels of the rules so far. */
export interface Evaluation {
  readonly request: WebRequest;
  readonly labels: Set<string>;
  readonly nowMs: number;
}

/** Whether a statement matches. */
export type Matcher = (evaluation: Evaluation) => boolean;

/** A managed rule group, as far as the edge reads it. */
export interface ManagedGroupSetting {
  readonly VendorName: string;
  readonly Name: string;
  readonly ExcludedRules?: readonly { readonly Name: string }[];
  readonly RuleActionOverrides?: readonly { readonly Name: string; readonly ActionToUse: ActionSetting }[];
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
export class StatementCompiler {
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
        const key = scope(evaluation) ? keyOf(evaluation.request) : undefined;
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

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
