import { functionsOf } from './callers';
import { type ConcreteTemplate, ofType } from './concrete';
import { contextOf } from './condition';
import { decide, matching, nameOf, type Principal } from './decide';
import { type Policies, policiesOf } from './policies';
import type { Need, Question, Way } from './questions';
import { type Policy, policyOf, type Statement } from './statement';

/** A right that is used on the way. */
export interface Step {
  readonly action: string;
  readonly resource: string;
  /** Statements that give it, as `policy/statement`. */
  readonly by: readonly string[];
  /** What the statement asks of the request. */
  readonly only: readonly string[];
}

/** How a principal comes to act as another. */
export interface Detour {
  /** ARN of the role that is taken over. */
  readonly role: string;
  readonly steps: readonly Step[];
}

/** Somebody who can, and how. */
export interface Answer {
  readonly principal: string;
  readonly kind: 'role' | 'service' | 'administrator';
  /** Function that runs as the role. */
  readonly function?: string;
  readonly way: string;
  /** Takings-over before the last steps; empty for a right of one's own. */
  readonly through: readonly Detour[];
  readonly steps: readonly Step[];
}

/** What came of a question. */
export interface Answers {
  readonly question: string;
  readonly asks: string;
  readonly ways: readonly string[];
  readonly answers: readonly Answer[];
  /** Ways that are open to nobody in the template; an administrator may still have them. */
  readonly nobody: readonly string[];
}

/** A person of the account to whom IAM allows everything: shows what the resources' own policies still refuse. */
const ADMINISTRATOR = 'administrator';

interface Asker {
  readonly principal: Principal;
  readonly kind: Answer['kind'];
  readonly name: string;
}

/** Answers a question by a template: every principal, every way, directly or by way of another role. */
export function whoCan(question: Question, template: ConcreteTemplate): Answers {
  const policies = withAdministrator(policiesOf(template), template);
  const askers = askersOf(template, policies);
  const ways = question.waysIn(template);
  const runs = new Map(functionsOf(template).map(({ principal, logicalId }) => [arnOf(principal), logicalId]));
  const answers = askers.flatMap((asker) => {
    const chains = [[] as readonly Detour[], ...detoursOf(asker, template, policies)];
    return ways.flatMap((way) => chains.flatMap((through) => answerOf(asker, way, through)));
  });
  function answerOf(asker: Asker, way: Way, through: readonly Detour[]): Answer[] {
    const actor = through.at(-1)?.role;
    const principal: Principal = actor === undefined ? asker.principal : { kind: 'role', arn: actor };
    const isOwn = way.inherentTo?.includes(arnOf(principal)) === true;
    const steps = isOwn ? [] : stepsOf(way, principal, template, policies);
    if (steps === undefined) return [];
    const name = runs.get(asker.name);
    const { kind } = asker;
    return [
      { principal: asker.name, kind, ...(name !== undefined && { function: name }), way: way.name, through, steps },
    ];
  }
  const inTemplate = answers.filter(({ kind }) => kind !== 'administrator');
  return {
    question: question.name,
    asks: question.asks,
    ways: ways.map(({ name }) => name),
    answers: shortest(answers),
    nobody: ways.map(({ name }) => name).filter((name) => !inTemplate.some(({ way }) => way === name)),
  };
}

function withAdministrator(policies: Policies, template: ConcreteTemplate): Policies {
  const all = policyOf('AdministratorAccess', { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
  return { ...policies, identity: new Map([...policies.identity, [administratorArn(template), [all]]]) };
}

function administratorArn({ place }: ConcreteTemplate): string {
  return `arn:${place.partition}:iam::${place.account}:role/${ADMINISTRATOR}`;
}

function askersOf(template: ConcreteTemplate, policies: Policies): readonly Asker[] {
  const services = new Set(
    [...policies.resource.values()]
      .flat()
      .flatMap(({ statements }) => statements)
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ principals }) => principals?.Service ?? []),
  );
  return [
    ...ofType(template, 'AWS::IAM::Role').map(({ arn }): Asker => ({
      principal: { kind: 'role', arn },
      kind: 'role',
      name: arn,
    })),
    ...[...services].sort().map((name): Asker => ({ principal: { kind: 'service', name }, kind: 'service', name })),
    {
      principal: { kind: 'role', arn: administratorArn(template) },
      kind: 'administrator',
      name: 'any administrator of the account',
    },
  ];
}

function arnOf(principal: Principal): string {
  return principal.kind === 'role' ? principal.arn : principal.name;
}

/** The steps of a way, where all its needs are met; undefined where one is not. */
function stepsOf(
  way: Way,
  principal: Principal,
  template: ConcreteTemplate,
  policies: Policies,
): readonly Step[] | undefined {
  const steps: Step[] = [];
  for (const alternatives of way.needs) {
    const met = alternatives
      .map((need) => stepOf(need, principal, template, policies))
      .filter((step) => step !== undefined);
    if (met.length === 0) return undefined;
    steps.push(...met);
  }
  return steps;
}

/** A need that is met, under the most favourable request that the principal can make. */
function stepOf(need: Need, principal: Principal, template: ConcreteTemplate, policies: Policies): Step | undefined {
  const { account, region } = template.place;
  // what one service asks of another in a caller's name, it does not ask in its own.
  if (principal.kind === 'service' && need.context?.['kms:ViaService'] !== undefined) return undefined;
  const base = {
    'aws:SecureTransport': 'true',
    's3:TlsVersion': '1.3',
    'aws:PrincipalAccount': account,
    'aws:SourceAccount': account,
    'aws:RequestedRegion': region,
    'aws:PrincipalArn': principal.kind === 'role' ? principal.arn : undefined,
    ...need.context,
  };
  const ask = (chosen: Readonly<Record<string, string | readonly string[]>>) => ({
    principal,
    action: need.action,
    resource: need.resource,
    context: contextOf({ ...chosen, ...base }),
  });
  for (const chosen of [{}, ...favourable(policies, need)]) {
    const decision = decide(ask(chosen), policies, template.place);
    if (!decision.allowed) continue;
    return {
      action: need.action,
      resource: need.resource,
      by: decision.by.map(nameOf),
      only: [...new Set(decision.by.flatMap(({ statement }) => conditionsOf(statement)))],
    };
  }
  return undefined;
}

/** Values that a caller may choose so that a statement with conditions applies to a request. */
function favourable(policies: Policies, { action }: Need): Readonly<Record<string, string[]>>[] {
  const all: Policy[] = [...policies.identity.values(), ...policies.resource.values()].flat();
  const chosen = all
    .flatMap(({ statements }) => statements)
    .filter(({ effect, condition, actions }) => {
      const speaksOf = actions.some((pattern) => pattern === '*' || pattern.split(':')[0] === action.split(':')[0]);
      return effect === 'Allow' && speaksOf && Object.keys(condition).length > 0;
    })
    .map(({ condition }) =>
      Object.fromEntries(
        Object.entries(condition)
          .filter(([operator]) => !/Not|Null/.test(operator))
          .flatMap(([, keys]) => Object.entries(keys))
          .map(([key, value]) => [
            key,
            (Array.isArray(value) ? value : [value]).map((one) => String(one).replaceAll('*', 'x')).slice(0, 1),
          ]),
      ),
    );
  return [...new Map(chosen.map((values) => [JSON.stringify(values), values])).values()];
}

function conditionsOf({ condition }: Statement): string[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(
      ([key, value]) => `${operator} ${key} ${Array.isArray(value) ? value.join(', ') : String(value)}`,
    ),
  );
}

/** Rights by which a principal comes to act as a role. */
function takingsOver(role: string, template: ConcreteTemplate): readonly Way[] {
  const functions = functionsOf(template).filter(({ principal }) => arnOf(principal) === role);
  const need = (resource: string, ...actions: string[]): readonly Need[] =>
    actions.map((action) => ({ action, resource }));
  return [
    ...functions.map(({ functionArn }) => ({
      name: 'its function runs other code',
      needs: [need(functionArn!, 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration')],
    })),
    {
      name: 'a function of its own runs as the role',
      needs: [need(role, 'iam:PassRole'), need('*', 'lambda:CreateFunction')],
    },
    {
      name: 'the role itself is changed',
      needs: [need(role, 'iam:PutRolePolicy', 'iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy')],
    },
  ];
}

/** Every chain of roles that a principal can take over, without a circle. */
function detoursOf(asker: Asker, template: ConcreteTemplate, policies: Policies): (readonly Detour[])[] {
  // an administrator can become anybody: said once, in the documentation.
  if (asker.kind === 'administrator') return [];
  const roles = ofType(template, 'AWS::IAM::Role').map(({ arn }) => arn);
  const chains: (readonly Detour[])[] = [];
  const visit = (principal: Principal, chain: readonly Detour[], seen: readonly string[]): void => {
    for (const role of roles.filter((arn) => !seen.includes(arn))) {
      const steps = [
        ...takingsOver(role, template).map((way) => stepsOf(way, principal, template, policies)),
        assumption(role, principal, template, policies),
      ].find((found) => found !== undefined);
      if (steps === undefined) continue;
      const longer = [...chain, { role, steps }];
      chains.push(longer);
      visit({ kind: 'role', arn: role }, longer, [...seen, role]);
    }
  };
  visit(asker.principal, [], [arnOf(asker.principal)]);
  return chains;
}

/** Whether a role lets a role assume it. What services assume is their way to run code, not a taking-over. */
function assumption(
  role: string,
  principal: Principal,
  { place }: ConcreteTemplate,
  policies: Policies,
): readonly Step[] | undefined {
  const trust = policies.trust.get(role);
  if (trust === undefined || principal.kind !== 'role') return undefined;
  const context = contextOf({ 'aws:PrincipalArn': principal.arn, 'aws:PrincipalAccount': place.account });
  const request = { principal, action: 'sts:AssumeRole', resource: role, context };
  if (matching(trust, 'Deny', request).length > 0) return undefined;
  const [allow] = matching(trust, 'Allow', request);
  if (allow === undefined) return undefined;
  return [{ action: 'sts:AssumeRole', resource: role, by: [nameOf(allow)], only: conditionsOf(allow.statement) }];
}

/** Of several chains to the same way, the shortest says it. */
function shortest(answers: readonly Answer[]): Answer[] {
  const best = new Map<string, Answer>();
  for (const answer of answers) {
    const key = JSON.stringify([answer.principal, answer.way, answer.through.at(-1)?.role]);
    const known = best.get(key);
    if (known === undefined || known.through.length > answer.through.length) best.set(key, answer);
  }
  return [...best.values()];
}
