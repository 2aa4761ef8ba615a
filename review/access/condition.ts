import { list } from './concrete';
import { covers, coversArn } from './wildcard';

/** What a request says about itself, by condition key in lower case. */
export type Context = ReadonlyMap<string, readonly string[]>;

/** A context from names as AWS writes them; the case of a condition key does not matter. */
export function contextOf(values: Readonly<Record<string, string | readonly string[] | undefined>>): Context {
  return new Map(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), typeof value === 'string' ? [value] : value] as const],
    ),
  );
}

type Compare = (wanted: string, got: string) => boolean;

const number =
  (compare: (got: number, wanted: number) => boolean): Compare =>
  (wanted, got) =>
    compare(Number(got), Number(wanted));
const date =
  (compare: (got: number, wanted: number) => boolean): Compare =>
  (wanted, got) =>
    compare(Date.parse(got), Date.parse(wanted));

/** Operators by name; the negated ones are made of them. */
const OPERATORS: Readonly<Record<string, Compare>> = {
  ArnEquals: coversArn,
  ArnLike: coversArn,
  BinaryEquals: (wanted, got) => wanted === got,
  Bool: (wanted, got) => wanted.toLowerCase() === got.toLowerCase(),
  DateEquals: date((got, wanted) => got === wanted),
  DateGreaterThan: date((got, wanted) => got > wanted),
  DateGreaterThanEquals: date((got, wanted) => got >= wanted),
  DateLessThan: date((got, wanted) => got < wanted),
  DateLessThanEquals: date((got, wanted) => got <= wanted),
  NumericEquals: number((got, wanted) => got === wanted),
  NumericGreaterThan: number((got, wanted) => got > wanted),
  NumericGreaterThanEquals: number((got, wanted) => got >= wanted),
  NumericLessThan: number((got, wanted) => got < wanted),
  NumericLessThanEquals: number((got, wanted) => got <= wanted),
  StringEquals: (wanted, got) => wanted === got,
  StringEqualsIgnoreCase: (wanted, got) => wanted.toLowerCase() === got.toLowerCase(),
  StringLike: covers,
};

const NEGATED: Readonly<Record<string, string>> = {
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  DateNotEquals: 'DateEquals',
  NumericNotEquals: 'NumericEquals',
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
};

/** A condition that does not hold, as a finding tells it; undefined when all hold. */
export function failedCondition(
  condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  context: Context,
): string | undefined {
  for (const [operator, keys] of Object.entries(condition)) {
    for (const [key, wanted] of Object.entries(keys)) {
      if (!holds(operator, list(wanted).map(String), context.get(key.toLowerCase()))) {
        return `${operator} ${key} ${list(wanted).join(', ')} (got ${context.get(key.toLowerCase())?.join(', ') ?? 'none'})`;
      }
    }
  }
  return undefined;
}

/**
 * One operator on one key. A policy variable or an operator that is not known here never matches: the decision is then
 * the stricter one for an allow, and `unjudged` tells where that would hide a deny.
 */
function holds(operator: string, wanted: readonly string[], got: readonly string[] | undefined): boolean {
  const [, quantifier, name, ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return wanted.includes(String(got === undefined || got.length === 0));
  const negated = NEGATED[name ?? ''];
  const compare = OPERATORS[negated ?? name ?? ''];
  if (compare === undefined) return false;
  const values = got ?? [];
  const matches = (value: string): boolean =>
    negated === undefined
      ? wanted.some((entry) => compare(entry, value))
      : !wanted.some((entry) => compare(entry, value));
  if (values.length === 0)
    return (
      ifExists !== undefined || quantifier === 'ForAllValues' || (negated !== undefined && quantifier === undefined)
    );
  return quantifier === 'ForAllValues'
    ? values.every(matches)
    : negated !== undefined && quantifier === undefined
      ? values.every(matches)
      : values.some(matches);
}

/** Whether an operator is known here: a policy with another one cannot be judged. */
export function isKnownOperator(operator: string): boolean {
  const name = operator.replace(/^(?:ForAllValues|ForAnyValue):/, '').replace(/IfExists$/, '');
  return name === 'Null' || name in OPERATORS || name in NEGATED;
}
