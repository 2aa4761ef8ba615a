import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { BudgetTable, UpdateResult } from '../../lambda/gateway/budget/budget-table';
import type { Update } from '../../lambda/gateway/budget/update';

type Item = Record<string, AttributeValue>;
type Part = string | number;

/** DynamoDB refuses an expression that is longer. */
const MAX_EXPRESSION = 4_096;

/**
 * The budget table in memory: DynamoDB's semantics for exactly the expressions that the budget writes, and an error
 * for any other. `prove limits` runs the same budget against the emulator's tables.
 */
export class FakeBudgetTable implements BudgetTable {
  public readonly items = new Map<string, Item>();
  public writes = 0;

  public update(pk: string, update: Update): Promise<UpdateResult> {
    return Promise.resolve(this.apply(pk, update));
  }

  public read(pk: string): Promise<Item | undefined> {
    const item = this.items.get(pk);
    return Promise.resolve(item && structuredClone(item));
  }

  /** One atomic conditional update. */
  public apply(pk: string, update: Update): UpdateResult {
    this.writes++;
    const old = this.items.get(pk);
    const { UpdateExpression, ConditionExpression = '' } = update;
    if (UpdateExpression.length > MAX_EXPRESSION || ConditionExpression.length > MAX_EXPRESSION) {
      throw new Error('ValidationException: an expression is longer than 4 KB');
    }
    if (ConditionExpression !== '' && !evaluateConditions(ConditionExpression, old ?? {}, update)) {
      return { passed: false, item: old && structuredClone(old), attempts: 1 };
    }
    const next = structuredClone(old ?? { pk: { S: pk } });
    applyUpdate(UpdateExpression, old ?? {}, next, update);
    this.items.set(pk, next);
    return { passed: true, item: structuredClone(next), attempts: 1 };
  }
}

function pathOf(text: string, { ExpressionAttributeNames }: Update): Part[] {
  return text.split('.').flatMap((piece) => {
    const match = /^(#?\w+)((?:\[\d+\])*)$/.exec(piece);
    if (!match) throw new Error(`fake table: path '${text}'`);
    const name = match[1]!.startsWith('#') ? ExpressionAttributeNames?.[match[1]!] : match[1];
    if (name === undefined) throw new Error(`fake table: name '${piece}'`);
    return [name, ...[...match[2]!.matchAll(/\d+/g)].map(([index]) => Number(index))];
  });
}

function read(item: Item, path: readonly Part[]): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const part of path) {
    value = typeof part === 'number' ? value?.L?.[part] : value?.M?.[part];
    if (value === undefined) return undefined;
  }
  return value;
}

function parentOf(item: Item, path: readonly Part[]): AttributeValue {
  const parent = read(item, path.slice(0, -1));
  if (!parent) throw new Error(`ValidationException: the document path ${path.join('.')} is invalid for update`);
  return parent;
}

function operand(text: string, item: Item, update: Update): AttributeValue {
  const [, path, otherwise] = /^if_not_exists\((.+),(.+)\)$/.exec(text) ?? [];
  if (path !== undefined) return read(item, pathOf(path, update)) ?? operand(otherwise!, item, update);
  const found = text.startsWith(':') ? update.ExpressionAttributeValues?.[text] : read(item, pathOf(text, update));
  if (!found) throw new Error(`ValidationException: operand '${text}'`);
  return found;
}

function evaluateConditions(expression: string, item: Item, update: Update): boolean {
  return expression.split(' AND ').every((each) => evaluate(each, item, update));
}

function evaluate(text: string, item: Item, update: Update): boolean {
  if (text.startsWith('('))
    return text
      .slice(1, -1)
      .split(' OR ')
      .some((each) => evaluate(each, item, update));
  const call = /^(attribute_exists|attribute_not_exists)\((.+)\)$/.exec(text);
  if (call) return (read(item, pathOf(call[2]!, update)) !== undefined) === (call[1] === 'attribute_exists');
  const comparison = /^(size\((.+)\)|[^<>=]+)(<=|>=|<|>|=)(.+)$/.exec(text);
  if (!comparison) throw new Error(`fake table: condition '${text}'`);
  const [, whole, sized, sign, right] = comparison;
  const value = operand(right!, item, update);
  if (sized !== undefined) {
    const map = read(item, pathOf(sized, update));
    return map?.M !== undefined && compare(Object.keys(map.M).length, sign!, Number(value.N));
  }
  const left = read(item, pathOf(whole!, update));
  if (left === undefined) return false;
  if (left.N !== undefined && value.N !== undefined) return compare(Number(left.N), sign!, Number(value.N));
  if (sign !== '=') throw new Error(`fake table: '${sign}' of something other than numbers`);
  if (left.B && value.B) return Buffer.from(left.B).equals(Buffer.from(value.B));
  return left.S !== undefined && left.S === value.S;
}

function compare(left: number, sign: string, right: number): boolean {
  if (sign === '<=') return left <= right;
  if (sign === '>=') return left >= right;
  if (sign === '<') return left < right;
  if (sign === '>') return left > right;
  return left === right;
}

function applyUpdate(expression: string, old: Item, next: Item, update: Update): void {
  const match = /^(?:SET (.+?))?(?: ?REMOVE (.+))?$/.exec(expression);
  if (!match) throw new Error(`fake table: update '${expression}'`);
  const touched = new Set<string>();
  const touch = (path: readonly Part[]): void => {
    const text = path.join('.');
    for (const other of touched) {
      if (`${other}.`.startsWith(`${text}.`) || `${text}.`.startsWith(`${other}.`)) {
        throw new Error(`ValidationException: two document paths overlap: ${text}, ${other}`);
      }
    }
    touched.add(text);
  };
  // a comma between parentheses stands in a function.
  for (const clause of match[1]?.split(/,(?![^(]*\))/) ?? []) {
    const [target, source] = clause.split('=');
    const path = pathOf(target!, update);
    touch(path);
    const [first, second] = source!.split('+');
    let value = operand(first!, old, update);
    if (second !== undefined) value = { N: String(Number(value.N) + Number(operand(second, old, update).N)) };
    const parent = parentOf(next, path);
    const last = path.at(-1)!;
    if (typeof last === 'number') parent.L![last] = value;
    else parent.M![last] = value;
  }
  for (const target of match[2]?.split(',') ?? []) {
    const path = pathOf(target, update);
    touch(path);
    delete parentOf(next, path).M?.[path.at(-1)!];
  }
}
