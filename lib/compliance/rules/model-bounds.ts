import type { TemplateRule } from '../rule';
import { list, record } from '../template-view';

/** Every text, list and number of a request model has an end. */
export const modelBounds: TemplateRule = {
  id: 'LLM10-BOUNDS',
  info: 'A request model has a text, list or number without an upper bound.',
  why: 'What the edge does not bound costs money further in.',
  types: ['AWS::ApiGateway::Model'],
  run: ({ properties }) => unbounded(record(properties.Schema), '$'),
};

function unbounded(schema: Record<string, unknown>, path: string): string[] {
  const types = list(schema.type).map(String);
  const lacks = (type: string, bound: string) => types.includes(type) && schema[bound] === undefined;
  const own = [
    ...(lacks('string', 'maxLength') && schema.enum === undefined ? [`${path}:maxLength`] : []),
    ...(lacks('array', 'maxItems') ? [`${path}:maxItems`] : []),
    ...(lacks('integer', 'maximum') || (lacks('number', 'maximum') && !types.includes('string'))
      ? [`${path}:maximum`]
      : []),
  ];
  const inner = Object.entries(record(schema.properties)).flatMap(([name, part]) =>
    unbounded(record(part), `${path}.${name}`),
  );
  return [...own, ...inner, ...(schema.items === undefined ? [] : unbounded(record(schema.items), `${path}[]`))];
}
