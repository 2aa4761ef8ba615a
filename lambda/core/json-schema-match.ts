import { canonicalJson, isObject, type JsonObject, type JsonValue } from './json';

/**
 * Work after which a schema counts as not matched: about one unit a character, member or name that is looked at.
 *
 * References and alternatives multiply, and so do they with the size of the value: a schema of a megabyte can ask for the
 * length of one long text fifty thousand times.
 */
const MAX_WORK = 1_000_000;
/** What it costs to look at one schema, however little it says. */
const VISIT = 20;

class TooMuchWork extends Error {}

/**
 * Whether a value is valid under a JSON Schema, in bounded time.
 *
 * Interprets the structural keywords. `pattern`, `patternProperties` and `format` are annotations here: a caller's regular
 * expression must not run in a process that serves others. A schema that takes too much work does not match.
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
  private work = 0;

  public constructor(private readonly root: JsonObject | boolean) {}

  public matches(schema: JsonValue | undefined, value: JsonValue, depth: number): boolean {
    this.spend(VISIT);
    if (depth > 256) throw new TooMuchWork();
    if (typeof schema === 'boolean') return schema;
    if (!isObject(schema)) return true;
    return (
      this.matchesReference(schema, value, depth) &&
      this.matchesType(schema.type, value) &&
      (schema.const === undefined || this.isOneOf([schema.const], value)) &&
      (!isList(schema.enum) || this.isOneOf(schema.enum, value)) &&
      this.matchesCombination(schema, value, depth) &&
      (typeof value !== 'number' || matchesNumber(schema, value)) &&
      (typeof value !== 'string' || this.matchesLength(schema, value)) &&
      (!isList(value) || this.matchesArray(schema, value, depth)) &&
      (!isObject(value) || this.matchesObject(schema, value, depth))
    );
  }

  private matchesReference({ $ref }: JsonObject, value: JsonValue, depth: number): boolean {
    if ($ref === undefined) return true;
    if (typeof $ref !== 'string' || !$ref.startsWith('#')) return false;
    this.spend($ref.length);
    let target: JsonValue | undefined = this.root;
    for (const token of $ref.slice(1).split('/').slice(1)) {
      const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
      if (isList(target)) target = target[Number(key)];
      else target = isObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
    }
    return target !== undefined && this.matches(target, value, depth + 1);
  }

  private matchesType(type: JsonValue | undefined, value: JsonValue): boolean {
    if (type === undefined) return true;
    if (!isList(type)) return isOfType(type, value);
    this.spend(type.length);
    return type.some((member) => isOfType(member, value));
  }

  private isOneOf(members: readonly JsonValue[], value: JsonValue): boolean {
    this.spend(members.length);
    if (typeof value !== 'object' || value === null) return members.includes(value);
    const text = this.canonical(value);
    return members.some((member) => typeof member === 'object' && member !== null && this.canonical(member) === text);
  }

  private matchesLength({ minLength, maxLength }: JsonObject, value: string): boolean {
    if (minLength === undefined && maxLength === undefined) return true;
    this.spend(value.length);
    return within([...value].length, minLength, maxLength);
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
    return uniqueItems !== true || new Set(value.map((member) => this.canonical(member))).size === value.length;
  }

  private matchesObject(schema: JsonObject, value: JsonObject, depth: number): boolean {
    const { properties, required, additionalProperties, propertyNames, minProperties, maxProperties } = schema;
    const keys = Object.keys(value);
    this.spend(keys.length + (isList(required) ? required.length : 0));
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

  private canonical(value: JsonValue): string {
    const text = canonicalJson(value);
    this.spend(text.length);
    return text;
  }

  private spend(work: number): void {
    this.work += work;
    if (this.work > MAX_WORK) throw new TooMuchWork();
  }
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isOfType(type: JsonValue, value: JsonValue): boolean {
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
