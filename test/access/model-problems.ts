import * as fs from 'node:fs';
import * as path from 'node:path';
import type { RecordedCall } from '../../review/access/recorded-call';

interface Shape {
  readonly type: string;
  readonly members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  readonly member?: string;
  readonly key?: string;
  readonly value?: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly union?: boolean;
  readonly document?: boolean;
}

interface ServiceModel {
  readonly operations: Readonly<Record<string, string | null>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const { services } = JSON.parse(fs.readFileSync(path.join(__dirname, 'service-models.json'), 'utf8')) as {
  readonly services: Readonly<Record<string, ServiceModel>>;
};

/** What is wrong with the input of a call, by the service's own model; each problem names the path in the input. */
export function modelProblems({ service, operation, input }: RecordedCall): string[] {
  const model = services[service];
  const shape = model?.operations[operation];
  if (model === undefined || shape === undefined) {
    return [`${service} ${operation}: not in test/access/service-models.json; run scripts/service-models.py`];
  }
  if (shape === null) return [];
  return problemsOf(input, shape, model, `${service} ${operation}`);
}

function problemsOf(value: unknown, name: string, model: ServiceModel, where: string): string[] {
  const shape = model.shapes[name]!;
  const wrong = (expected: string): string[] => [`${where}: expected ${expected}, got ${describe(value)}`];
  if (shape.document === true) return [];
  switch (shape.type) {
    case 'structure':
      return isRecord(value) ? structureProblems(value, shape, model, where) : wrong('an object');
    case 'list':
      if (!Array.isArray(value)) return wrong('a list');
      return [
        ...sizeProblems(value.length, shape, 'entries', where),
        ...value.flatMap((entry, index) => problemsOf(entry, shape.member!, model, `${where}[${index}]`)),
      ];
    case 'map':
      if (!isRecord(value)) return wrong('an object');
      return [
        ...sizeProblems(Object.keys(value).length, shape, 'entries', where),
        ...Object.entries(value).flatMap(([key, entry]) => [
          ...problemsOf(key, shape.key!, model, `${where}.${key}`),
          ...problemsOf(entry, shape.value!, model, `${where}.${key}`),
        ]),
      ];
    case 'string':
      if (typeof value !== 'string') return wrong('a text');
      return [
        ...sizeProblems(value.length, shape, 'characters', where),
        ...(shape.enum !== undefined && !shape.enum.includes(value) ? wrong(`one of ${shape.enum.join(', ')}`) : []),
        ...(shape.pattern !== undefined && !matches(shape.pattern, value) ? wrong(`a text like ${shape.pattern}`) : []),
      ];
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      if (typeof value !== 'number') return wrong('a number');
      return [
        ...(/integer|long/.test(shape.type) && !Number.isInteger(value) ? wrong('a whole number') : []),
        ...((shape.min ?? -Infinity) > value || (shape.max ?? Infinity) < value
          ? wrong(`a number from ${shape.min ?? '-∞'} to ${shape.max ?? '∞'}`)
          : []),
      ];
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong('true or false');
    case 'blob':
      if (!(value instanceof Uint8Array) && typeof value !== 'string') return wrong('bytes');
      return sizeProblems(value.length, shape, 'bytes', where);
    case 'timestamp':
      return value instanceof Date ? [] : wrong('a date');
    default:
      return [`${where}: the shape type ${shape.type} is not known here`];
  }
}

function structureProblems(
  value: Readonly<Record<string, unknown>>,
  { members = {}, required = [], union }: Shape,
  model: ServiceModel,
  where: string,
): string[] {
  const given = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return [
    ...required
      .filter((name) => value[name] === undefined)
      .map((name) => `${where}.${name}: expected a value, got none`),
    ...(union === true && given.length !== 1 ? [`${where}: expected exactly one member, got ${given.length}`] : []),
    ...given.flatMap(([name, entry]) =>
      members[name] === undefined
        ? [`${where}.${name}: no such parameter`]
        : problemsOf(entry, members[name], model, `${where}.${name}`),
    ),
  ];
}

function sizeProblems(size: number, { min = 0, max = Infinity }: Shape, unit: string, where: string): string[] {
  return size < min || size > max ? [`${where}: expected ${min} to ${max} ${unit}, got ${size}`] : [];
}

/** A pattern of a model is Java's; one that JavaScript cannot read judges nothing. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su').test(value);
  } catch {
    return true;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function describe(value: unknown): string {
  return typeof value === 'string' ? `'${value.slice(0, 40)}'` : value === null ? 'null' : typeof value;
}
