import { isObject, type JsonObject, type JsonValue } from './json';

/** Types that a JSON Schema can name. */
const TYPES = new Set(['null', 'boolean', 'object', 'array', 'number', 'integer', 'string']);

const SCHEMA = ['not', 'if', 'then', 'else', 'contains', 'propertyNames', 'additionalProperties', 'additionalItems'];
const SCHEMA_LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const SCHEMA_MAPS = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];
const COUNTS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties', 'maxProperties'];
const NUMBERS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];

/**
 * Whether a value is a JSON Schema, as far as a model and our own validator care.
 *
 * Keywords that are not known are annotations, as the standard says. References outside of the schema are refused: nobody
 * would fetch them.
 */
export function isJsonSchema(value: JsonValue | undefined): value is JsonObject | boolean {
  if (typeof value === 'boolean') return true;
  if (!isObject(value)) return false;
  return (
    isTypes(value.type) &&
    COUNTS.every((key) => value[key] === undefined || (Number.isInteger(value[key]) && (value[key] as number) >= 0)) &&
    NUMBERS.every(
      (key) => value[key] === undefined || typeof value[key] === 'number' || typeof value[key] === 'boolean',
    ) &&
    (value.enum === undefined || Array.isArray(value.enum)) &&
    (value.required === undefined || isTexts(value.required)) &&
    (value.pattern === undefined || typeof value.pattern === 'string') &&
    (value.$ref === undefined || (typeof value.$ref === 'string' && value.$ref.startsWith('#'))) &&
    (value.items === undefined || isSchemaOrList(value.items)) &&
    SCHEMA.every((key) => value[key] === undefined || isJsonSchema(value[key])) &&
    SCHEMA_LISTS.every((key) => value[key] === undefined || isSchemaList(value[key])) &&
    SCHEMA_MAPS.every((key) => {
      const map = value[key];
      return map === undefined || (isObject(map) && Object.values(map).every((member) => isJsonSchema(member)));
    })
  );
}

/** Whether a value may stand as the parameters of a tool: a schema of an object. */
export function isObjectSchema(value: JsonValue | undefined): value is JsonObject {
  return isObject(value) && isJsonSchema(value) && (value.type === undefined || value.type === 'object');
}

function isTypes(value: JsonValue | undefined): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value))
    return value.length > 0 && value.every((type) => typeof type === 'string' && TYPES.has(type));
  return typeof value === 'string' && TYPES.has(value);
}

function isTexts(value: JsonValue): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function isSchemaList(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((member: JsonValue) => isJsonSchema(member));
}

function isSchemaOrList(value: JsonValue): boolean {
  return Array.isArray(value) ? value.every((member: JsonValue) => isJsonSchema(member)) : isJsonSchema(value);
}
