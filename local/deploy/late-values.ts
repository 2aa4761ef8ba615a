import { isIntrinsic, mapValues, type Resource, type Template } from './template';

/** Functions whose result is a list, which an output cannot carry. */
const LISTS = new Set(['Fn::GetAZs', 'Fn::Cidr', 'Fn::Split', 'Condition']);
const PREFIX = 'LocalValue';

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
  const names = new Map<string, string>();
  const outputs: Record<string, { Value: unknown }> = {};
  for (const { Properties } of Object.values(resources))
    mapValues(Properties, (value) => {
      if (!isIntrinsic(value)) return value;
      const key = JSON.stringify(value);
      if (!names.has(key) && !LISTS.has(Object.keys(value)[0] ?? '')) {
        names.set(key, `${PREFIX}${names.size}`);
        outputs[names.get(key) ?? ''] = { Value: value };
      }
      // seen: its inner references need no output of their own.
      return '';
    });
  return {
    template: { ...template, Outputs: { ...template.Outputs, ...outputs } },
    resolve: (value, known) =>
      mapValues(value, (part) => {
        const name = isIntrinsic(part) ? names.get(JSON.stringify(part)) : undefined;
        return name === undefined ? part : (known[name] ?? part);
      }),
  };
}

/** The outputs of the template itself. */
export function ownOutputs(outputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !name.startsWith(PREFIX)));
}
