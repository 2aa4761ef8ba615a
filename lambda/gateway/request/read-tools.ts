import { isObjectSchema } from '../../core/json-schema';
import type { JsonObject, JsonValue } from '../../core/json';
import type { Fields } from './fields';
import type { AnswerFormatWish, Task, TaskTool } from './task';

const toolName = /^[A-Za-z0-9_-]{1,64}$/;

/** Reads one function that the caller offers; `path` is the JSON pointer of the object that holds its name. */
export function readFunction(fields: Fields, value: JsonObject, path: string): TaskTool {
  const name = readToolName(fields, value.name, 'tools');
  const description = fields.text(value.description, 'tools');
  const parameters = value.parameters ?? {};
  fields.flag(value.strict, 'tools');
  if (!isObjectSchema(parameters)) fields.note('tools', 'invalid_tool_schema');
  return {
    name,
    ...(description === undefined ? {} : { description: { text: description, path: `${path}/description` } }),
    parameters: isObjectSchema(parameters) ? parameters : {},
    parametersPath: `${path}/parameters`,
  };
}

/** Reads a tool's name: an alphabet that no prompt can be written in. */
export function readToolName(fields: Fields, value: JsonValue | undefined, param: string): string {
  const name = fields.requiredText(value, param, 64, 1);
  if (!toolName.test(name)) fields.note(param);
  return name;
}

/** Notes two tools of one name: a call could not be told apart. */
export function refuseRepeatedTools(fields: Fields, tools: readonly TaskTool[]): void {
  if (new Set(tools.map(({ name }) => name)).size !== tools.length) fields.note('tools');
}

/** Reads `tool_choice`; `nameOf` finds the name in the object form of the API. */
export function readToolChoice(
  fields: Fields,
  value: JsonValue | undefined,
  tools: readonly TaskTool[],
  nameOf: (choice: JsonObject) => JsonValue | undefined,
): Task['toolChoice'] {
  if (value === undefined || value === null) return undefined;
  if (value === 'none' || value === 'auto') return value;
  if (value === 'required') return tools.length > 0 ? value : fields.note('tool_choice');
  const choice = fields.object(value, 'tool_choice');
  if (choice.type !== 'function') return fields.note('tool_choice', 'unsupported_parameter');
  const name = nameOf(choice);
  return typeof name === 'string' && tools.some((tool) => tool.name === name) ? { name } : fields.note('tool_choice');
}

/** Reads JSON mode; `holder` has `type` and, for a schema, its members; `path` is the holder's JSON pointer. */
export function readFormat(
  fields: Fields,
  type: JsonValue | undefined,
  holder: JsonObject | undefined,
  path: string,
  param: string,
): AnswerFormatWish | undefined {
  if (type === undefined || type === 'text') return undefined;
  if (type === 'json_object') return { schemaPath: path };
  if (type !== 'json_schema' || holder === undefined) return fields.note(param);
  readToolName(fields, holder.name, param);
  fields.flag(holder.strict, param);
  const description = fields.text(holder.description, param);
  if (holder.schema !== undefined && !isObjectSchema(holder.schema)) return fields.note(param, 'invalid_tool_schema');
  return {
    ...(holder.schema === undefined ? {} : { schema: holder.schema }),
    schemaPath: `${path}/schema`,
    ...(description === undefined ? {} : { description: { text: description, path: `${path}/description` } }),
  };
}
