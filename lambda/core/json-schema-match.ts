import { canonicalJson, isObject, type JsonObject, type JsonValue } from './json';

/** Steps after which a schema counts as not matched: references and alternatives multiply. */
const MAX_STEPS = 50_000;

class TooMuchWork extends Error {}

/**
 * Whether a value is valid under a JSON Schema, in bounded time.
 *
 * Interprets the structural keywords. `pattern`, `patternProperties` and `format` are annotations here: a caller's regular
 * expression must not run in a process that serves others. A schema that takes too many steps does not match.
 */
export function matchesSchema(schema: JsonObject | boolean, value: JsonValue): boolean {
  try {
    return new Matcher(schema).matches(schema, value, 0);
  } catch (error) {
    if (error instanceof TooMuchWork) return false;
    throw error;
  }
}

class Matcher {
  private steps = 0;

  public constructor(private readonly root: JsonObject | boolean) {}

  public matches(schema: JsonValue | undefined, value: JsonValue, depth: number): boolean {
    if (++this.steps > MAX_STEPS || depth > 256) throw new TooMuchWork();
    if (typeof schema === 'boolean') return schema;
    if (!isObject(schema)) return true;
    return (
      this.matchesReference(schema, value, depth) &&
      matchesType(schema.type, value) &&
      (schema.const === undefined || same(schema.const, value)) &&
      (!isList(schema.enum) || schema.enum.some((member) => same(member, value))) &&
      this.matchesCombination(schema, value, depth) &&
      (typeof value !== 'number' || matchesNumber(schema, value)) &&
      (typeof value !== 'string' || within([...value].length, schema.minLength, schema.maxLength)) &&
      (!isList(value) || this.matchesArray(schema, value, depth)) &&
      (!isObject(value) || this.matchesObject(schema, value, depth))
    );
  }

  private matchesReference({ $ref }: JsonObject, value: JsonValue, depth: number): boolean {
    if ($ref === undefined) return true;
    if (typeof $ref !== 'string' || !$ref.startsWith('#')) return false;
    let target: JsonValue | undefined = this.root;
    for (const token of $ref.slice(1).split('/').slice(1)) {
      const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
      if (isList(target)) target = target[Number(key)];
      else target = isObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
    }
    return target !== undefined && this.matches(target, value, depth + 1);
  }

  private matchesCombination(schema: JsonObject, value: JsonValue, depth: number): boolean {
    const next = depth + 1;
    const { allOf, anyOf, oneOf, not, if: condition } = schema;
    if (isList(allOf) && !allOf.every((member) => this.matches(member, value, next))) return false;
    if (isList(anyOf) && !anyOf.some((member) => this.matches(member, value, next))) return false;
    if (isList(oneOf) && oneOf.filter((member) => this.matches(member, value, next)).length !== 1) return false;
    if (not !== undefined && this.matches(not, value, next)) return false;
    if (condition === undefined) return true;
    return this.matches(this.matches(condition, value, next) ? schema.then : schema.else, value, next);
  }

  private matchesArray(schema: JsonObject, value: readonly JsonValue[], depth: number): boolean {
    const { items, additionalItems, prefixItems, contains, minItems, maxItems, uniqueItems } = schema;
    if (!within(value.length, minItems, maxItems)) return false;
    const prefix = isList(prefixItems) ? prefixItems : isList(items) ? items : [];
    const rest = isList(items) ? additionalItems : items;
    const fits = value.every((member, i) => this.matches(i < prefix.length ? prefix[i] : rest, member, depth + 1));
    if (!fits) return false;
    if (contains !== undefined && !value.some((member) => this.matches(contains, member, depth + 1))) return false;
    return uniqueItems !== true || new Set(value.map((member) => canonicalJson(member))).size === value.length;
  }

  private matchesObject(schema: JsonObject, value: JsonObject, depth: number): boolean {
    const { properties, required, additionalProperties, propertyNames, minProperties, maxProperties } = schema;
    const keys = Object.keys(value);
    if (!within(keys.length, minProperties, maxProperties)) return false;
    if (isList(required) && !required.every((key) => typeof key === 'string' && Object.hasOwn(value, key)))
      return false;
    const known = isObject(properties) ? properties : {};
    // whether a name fits a pattern is not asked, so a schema with patterns cannot close its set of names.
    const others = schema.patternProperties === undefined ? additionalProperties : undefined;
    return keys.every(
      (key) =>
        (propertyNames === undefined || this.matches(propertyNames, key, depth + 1)) &&
        this.matches(Object.hasOwn(known, key) ? known[key] : others, value[key] ?? null, depth + 1),
    );
  }
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function matchesType(type: JsonValue | undefined, value: JsonValue): boolean {
  if (type === undefined) return true;
  if (isList(type)) return type.some((member) => matchesType(member, value));
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return isList(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function matchesNumber(schema: JsonObject, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  // draft 4 says "exclusive" with a flag beside the bound.
  const above = exclusiveMinimum === true ? minimum : exclusiveMinimum;
  const below = exclusiveMaximum === true ? maximum : exclusiveMaximum;
  return (
    (typeof minimum !== 'number' || value >= minimum) &&
    (typeof maximum !== 'number' || value <= maximum) &&
    (typeof above !== 'number' || value > above) &&
    (typeof below !== 'number' || value < below) &&
    (typeof multipleOf !== 'number' || multipleOf === 0 || isMultiple(value, multipleOf))
  );
}

function isMultiple(value: number, of: number): boolean {
  const quotient = value / of;
  return Math.abs(quotient - Math.round(quotient)) < 1e-9;
}

function within(size: number, min: JsonValue | undefined, max: JsonValue | undefined): boolean {
  return (typeof min !== 'number' || size >= min) && (typeof max !== 'number' || size <= max);
}

function same(a: JsonValue, b: JsonValue): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b));
}
