import type { StackParts, StoredBucket, StoredTable } from './stack-parts';

/** One thing that stays when the stack is deleted. */
export interface Remainder {
  readonly type: string;
  readonly name: string;
  /** Why and until when it stays. */
  readonly until: string;
  /** US dollars a month, at list prices of us-east-1, storage and standing charges only. */
  readonly usdPerMonth: number;
}

const GB = 1_000_000_000;
const PRICES = { s3GbMonth: 0.023, dynamodbGbMonth: 0.25, kmsKeyMonth: 1 } as const;

/** Date of these list prices. */
export const PRICES_AS_OF = '2026-11-01';

/** What stays after `cdk destroy`, until when and at what price. */
export function remainders({ retained, buckets, tables }: StackParts): Remainder[] {
  return retained.map(({ type, physicalId }) => {
    const bucket = buckets.get(physicalId);
    const table = tables.get(physicalId);
    if (bucket !== undefined) return { type, name: physicalId, ...ofBucket(bucket) };
    if (table !== undefined) return { type, name: physicalId, ...ofTable(table) };
    if (type === 'AWS::KMS::Key') {
      return {
        type,
        name: physicalId,
        until: 'deleted by you; what it encrypts is lost then',
        usdPerMonth: PRICES.kmsKeyMonth,
      };
    }
    return { type, name: physicalId, until: 'deleted by you', usdPerMonth: 0 };
  });
}

function ofBucket({ bytes, lock, newest }: StoredBucket): Pick<Remainder, 'until' | 'usdPerMonth'> {
  const usdPerMonth = (bytes / GB) * PRICES.s3GbMonth;
  if (lock === undefined || newest === undefined) return { until: 'emptied and deleted by you', usdPerMonth };
  const end = new Date(newest.getTime() + lock.days * 86_400_000).toISOString().slice(0, 10);
  const who = lock.mode === 'COMPLIANCE' ? 'nobody deletes its newest object before' : 'locked, unless bypassed, until';
  return { until: `${who} ${end}`, usdPerMonth };
}

function ofTable({ bytes, isProtected }: StoredTable): Pick<Remainder, 'until' | 'usdPerMonth'> {
  return {
    until: isProtected ? 'deletion protection is switched off and it is deleted by you' : 'deleted by you',
    usdPerMonth: (bytes / GB) * PRICES.dynamodbGbMonth,
  };
}
