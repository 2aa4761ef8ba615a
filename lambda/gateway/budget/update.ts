import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** One conditional update, without the table and the key. */
export interface Update {
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

/** Collects the clauses of one conditional update. */
export class UpdateBuilder {
  private readonly sets: string[] = [];
  private readonly removes: string[] = [];
  private readonly conditions: string[] = [];
  private readonly names: Record<string, string> = {};
  private readonly values: Record<string, AttributeValue> = {};
  private readonly nameTokens = new Map<string, string>();
  private readonly numberTokens = new Map<number, string>();
  private count = 0;

  /** Placeholder of a name that is not ours: a key of a map. */
  public name(name: string): string {
    let token = this.nameTokens.get(name);
    if (token === undefined) {
      token = `#${this.nameTokens.size}`;
      this.nameTokens.set(name, token);
      this.names[token] = name;
    }
    return token;
  }

  public value(value: AttributeValue): string {
    const token = `:${this.count++}`;
    this.values[token] = value;
    return token;
  }

  public number(value: number): string {
    let token = this.numberTokens.get(value);
    if (token === undefined) {
      token = this.value({ N: String(value) });
      this.numberTokens.set(value, token);
    }
    return token;
  }

  public set(path: string, operand: string): this {
    this.sets.push(`${path}=${operand}`);
    return this;
  }

  /** Adds to a number that exists. */
  public add(path: string, delta: number): this {
    if (delta !== 0) this.sets.push(`${path}=${path}+${this.number(delta)}`);
    return this;
  }

  public remove(path: string): this {
    this.removes.push(path);
    return this;
  }

  public require(condition: string): this {
    this.conditions.push(condition);
    return this;
  }

  /** Makes the update fail, so that the item comes back and says why. */
  public requireNever(): this {
    return this.require('attribute_exists(pk) AND attribute_not_exists(pk)');
  }

  public build(): Update {
    const clauses: string[] = [];
    if (this.sets.length > 0) clauses.push(`SET ${this.sets.join(',')}`);
    if (this.removes.length > 0) clauses.push(`REMOVE ${this.removes.join(',')}`);
    return {
      UpdateExpression: clauses.join(' '),
      ...(this.conditions.length > 0 && { ConditionExpression: this.conditions.join(' AND ') }),
      ...(this.nameTokens.size > 0 && { ExpressionAttributeNames: this.names }),
      ...(this.count > 0 && { ExpressionAttributeValues: this.values }),
    };
  }
}
