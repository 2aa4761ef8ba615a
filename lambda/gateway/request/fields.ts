import { isObject, type JsonObject, type JsonValue } from '../../core/json';
import type { ReasonCode } from '../../core/reason';

/** The first thing that is wrong with a request's shape. */
export interface ShapeFault {
  readonly reason: ReasonCode;
  /** Name of a field of the API, from our own list, never from input. */
  readonly param: string;
}

/**
 * Reads the members of a request and notes the first that is wrong.
 *
 * A reader goes on after a fault with a harmless value, so that it stays one straight list of the fields; whoever calls it
 * looks at `fault` before anything else. `null` counts as absent: SDKs send it for "not given".
 */
export class Fields {
  private first: ShapeFault | undefined;

  public get fault(): ShapeFault | undefined {
    return this.first;
  }

  public note(param: string, reason: ReasonCode = 'invalid_request'): undefined {
    this.first ??= { reason, param };
    return undefined;
  }

  /** Refuses a field that is there and is not one of the harmless values. */
  public refuse(object: JsonObject, names: readonly string[], harmless: readonly unknown[] = [undefined, null]): void {
    for (const name of names) {
      if (!harmless.includes(object[name])) this.note(name, 'unsupported_parameter');
    }
  }

  public text(value: JsonValue | undefined, param: string, maxLength = Infinity, minLength = 0): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string' || value.length > maxLength || value.length < minLength) return this.note(param);
    return value;
  }

  public requiredText(value: JsonValue | undefined, param: string, maxLength = Infinity, minLength = 0): string {
    if (value === undefined || value === null) this.note(param);
    return this.text(value, param, maxLength, minLength) ?? '';
  }

  public number(value: JsonValue | undefined, param: string, min: number, max: number): number | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'number' || !(value >= min && value <= max)) return this.note(param);
    return value;
  }

  public integer(value: JsonValue | undefined, param: string, min: number, max: number): number | undefined {
    const number = this.number(value, param, min, max);
    return number === undefined || Number.isInteger(number) ? number : this.note(param);
  }

  public flag(value: JsonValue | undefined, param: string): boolean | undefined {
    if (value === undefined || value === null) return undefined;
    return typeof value === 'boolean' ? value : this.note(param);
  }

  public list(value: JsonValue | undefined, param: string, maxLength: number): readonly JsonValue[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value) || value.length > maxLength) {
      this.note(param);
      return [];
    }
    return value as readonly JsonValue[];
  }

  public object(value: JsonValue | undefined, param: string): JsonObject {
    if (isObject(value)) return value;
    this.note(param);
    return {};
  }

  public optionalObject(value: JsonValue | undefined, param: string): JsonObject | undefined {
    return value === undefined || value === null ? undefined : this.object(value, param);
  }
}
