import { ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { AuditRecord } from '../../lambda/core/audit/record';
import type { Services, Target } from '../../cli/target';

/** What an operator did, as the journal has it. */
export interface OperatorRecord {
  readonly action: string;
  /** When the intent was written, ms since the epoch. */
  readonly intendedAtMs: number;
  /** Status of the outcome; absent when there is none. */
  readonly status: number | undefined;
}

/** Reads what operators did from the journal, with the outcome of each intent. */
export async function operatorRecords(target: Target, { dynamodb }: Services): Promise<readonly OperatorRecord[]> {
  const records: AuditRecord[] = [];
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await dynamodb.send(
      new ScanCommand({ TableName: target.outputs.auditTable, ConsistentRead: true, ExclusiveStartKey: from }),
    );
    for (const item of page.Items ?? []) {
      const text = Object.values(item).find(({ S }) => S?.startsWith('{"v":1') === true)?.S;
      if (text !== undefined) records.push(JSON.parse(text) as AuditRecord);
    }
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  const outcomes = new Map(records.flatMap((each) => (each.type === 'close' ? [[each.request, each.status]] : [])));
  return records.flatMap((each) =>
    each.type === 'open' && each.route.startsWith('operator ')
      ? [{ action: each.route.slice(9), intendedAtMs: each.at, status: outcomes.get(each.request) }]
      : [],
  );
}
