import { type ConcreteTemplate, record } from './concrete';
import type { Permission } from './permissions';
import { coversArn } from './wildcard';

/** A policy as IAM takes it, but for names of the stack, which stand as `${OutputName}`. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

interface PolicyStatement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: { readonly StringEquals: { readonly 'kms:ViaService': string } };
}

/**
 * What people choose or time makes: the recorded calls have `example…` in the place of names; beside them numbers of
 * segments and versions, late records, and the models of a config, which a profile sends to other Regions.
 */
const CHOSEN = /example[\w-]*|\d{12}(?=\.jsonl)|(?<=\/manifests\/)\d+|(?<=\/late\/).+|(?<=inference-profile\/).+/g;
const MODEL = /bedrock:[a-z0-9-]+::foundation-model\/.+/;

/**
 * The least that a person needs who makes these calls: actions by resource, with the stack's names as its outputs.
 *
 * A key that a service uses in the caller's name is not told by an output: it is bound to that service.
 */
export function leastPolicy(asked: readonly (Permission & { readonly on: ConcreteTemplate })[]): PolicyDocument {
  const actions = new Map<string, Set<string>>();
  for (const { action, resource, via, on } of asked) {
    const place = { Resource: via === undefined ? patternOf(resource, on) : keyPattern(on), via: viaPattern(via, on) };
    const key = JSON.stringify(place);
    actions.set(key, (actions.get(key) ?? new Set()).add(action));
  }
  // resources with the same actions share a statement.
  const statements = new Map<string, { actions: string[]; via?: string; resources: string[] }>();
  for (const [key, names] of [...actions].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { Resource, via } = JSON.parse(key) as { Resource: string; via?: string };
    const sorted = [...names].sort();
    const same = JSON.stringify([sorted, via]);
    const found = statements.get(same) ?? { actions: sorted, via, resources: [] };
    found.resources.push(Resource);
    statements.set(same, found);
  }
  return {
    Version: '2012-10-17',
    Statement: [...statements.values()].map(({ actions: Action, via, resources: Resource }) => ({
      Effect: 'Allow',
      Action,
      Resource: Resource.filter((one) => !Resource.some((other) => other !== one && coversArn(other, one))),
      ...(via !== undefined && { Condition: { StringEquals: { 'kms:ViaService': via } } }),
    })),
  };
}

/** Values of the outputs by name; an output that is a JSON object stands for each of its values. */
function namesOf({ outputs, place }: ConcreteTemplate): readonly (readonly [name: string, value: string])[] {
  const named = Object.entries(outputs).flatMap(([name, value]) =>
    valuesOf(value).map((each) => [name, each] as const),
  );
  return [
    // the longest first, so that a name within another stays whole.
    ...named.filter(([, value]) => value.length > 3).sort(([, a], [, b]) => b.length - a.length),
    ['StackName', place.stackName],
    ['stackname', place.stackName.toLowerCase()],
    ['Account', place.account],
    ['Region', place.region],
  ];
}

function valuesOf(value: unknown): readonly string[] {
  const text = String(value);
  return text.startsWith('{') ? Object.values(record(JSON.parse(text))).map(String) : [text];
}

function patternOf(resource: string, on: ConcreteTemplate): string {
  let pattern = resource.replace(CHOSEN, '*').replace(MODEL, 'bedrock:*::foundation-model/*');
  for (const [name, value] of namesOf(on)) pattern = pattern.split(value).join(`\${${name}}`);
  // what the stack named itself and no output tells.
  return pattern.replace(/(\$\{(?:StackName|stackname)\})-[\w-]+/g, '$1-*');
}

function keyPattern({ place }: ConcreteTemplate): string {
  return `arn:${place.partition}:kms:\${Region}:\${Account}:key/*`;
}

function viaPattern(via: string | undefined, { place }: ConcreteTemplate): string | undefined {
  return via?.replace(place.region, '${Region}');
}

/** The policy for one stack: each `${OutputName}` is its value; a resource whose output the stack lacks is left out. */
export function filledPolicy({ Version, Statement }: PolicyDocument, on: ConcreteTemplate): PolicyDocument {
  const fill = (text: string): string[] => {
    const [placeholder, name] = /\$\{(\w+)\}/.exec(text) ?? [];
    if (placeholder === undefined) return [text];
    return namesOf(on)
      .filter(([own]) => own === name)
      .flatMap(([, value]) => fill(text.replace(placeholder, value)));
  };
  return {
    Version,
    Statement: Statement.map(({ Condition, ...statement }) => ({
      ...statement,
      Resource: statement.Resource.flatMap(fill),
      ...(Condition !== undefined && {
        Condition: { StringEquals: { 'kms:ViaService': fill(Condition.StringEquals['kms:ViaService'])[0]! } },
      }),
    })).filter(({ Resource }) => Resource.length > 0),
  };
}
