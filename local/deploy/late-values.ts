import { isIntrinsic, mapValues, type Resource, type Template } from './template';

/** Functions whose result is a list, which an output cannot carry. */
const LISTS = new Set(['Fn::GetAZs', 'Fn::Cidr', 'Fn::Split', 'Condition']);
const PREFIX = 'LocalValue';
/** A template has 200 outputs at most: each of ours carries some values. */
const IN_ONE = 10;
const BETWEEN = '\u001f';

/** Values that only the deployment knows, asked for as outputs of the deployed copy. */
export interface LateValues {
  readonly template: Template;
  /** Fills in every reference of a value, once the stack's outputs are known. */
  readonly resolve: (value: unknown, outputs: Readonly<Record<string, string>>) => unknown;
}

/**
 * Lets CloudFormation itself resolve the references of all resources, removed ones included.
 *
 * The edge and the settings made after the deployment need them; an own implementation of the intrinsic
 * functions would be a second opinion on what the template means.
 */
export function withLateValues(template: Template, resources: Readonly<Record<string, Resource>>): LateValues {
  const asked = new Map<string, unknown>();
  for (const { Properties } of Object.values(resources))
    mapValues(Properties, (value) => {
      if (!isIntrinsic(value)) return value;
      if (!LISTS.has(Object.keys(value)[0] ?? '')) asked.set(JSON.stringify(value), value);
      // seen: its inner references need no output of their own.
      return '';
    });
  const values = [...asked.values()];
  const positions = new Map([...asked.keys()].map((key, position) => [key, position]));
  const outputs: Record<string, { Value: unknown }> = {};
  for (let at = 0; at < values.length; at += IN_ONE)
    outputs[`${PREFIX}${at / IN_ONE}`] = { Value: { 'Fn::Join': [BETWEEN, values.slice(at, at + IN_ONE)] } };

  const valueOf = (position: number, known: Readonly<Record<string, string>>): string | undefined =>
    known[`${PREFIX}${Math.floor(position / IN_ONE)}`]?.split(BETWEEN)[position % IN_ONE];
  return {
    template: { ...template, Outputs: { ...template.Outputs, ...outputs } },
    resolve: (value, known) =>
      mapValues(value, (part) => {
        const position = isIntrinsic(part) ? positions.get(JSON.stringify(part)) : undefined;
        return position === undefined ? part : (valueOf(position, known) ?? part);
      }),
  };
}

/** The outputs of the template itself. */
export function ownOutputs(outputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !name.startsWith(PREFIX)));
}
