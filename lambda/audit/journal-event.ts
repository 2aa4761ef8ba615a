import type { AttributeValue, DynamoDBRecord } from 'aws-lambda';
import { type JournalItem, partitionOf, sortOf, WRITER_PREFIX } from '../core/audit/journal-item';
import { decodeRecord, recordDigest } from '../core/audit/record';

/** What the stream says happened to one item of the journal. */
export type JournalEvent =
  | { readonly type: 'written'; readonly item: JournalItem; readonly arrivedAt?: number }
  | {
      readonly type: 'changed';
      readonly before: JournalItem | undefined;
      readonly place: Place;
      readonly onlyExpiry: boolean;
    }
  | {
      readonly type: 'removed';
      readonly before: JournalItem | undefined;
      readonly place: Place;
      readonly expired: boolean;
    }
  | { readonly type: 'malformed'; readonly place: Place };

/** Where in the journal. */
export interface Place {
  readonly chain: string;
  readonly seq: number;
}

type Image = Readonly<Record<string, AttributeValue>>;

/** Reads one record of the stream; `undefined` for items that are no records of requests. */
export function journalEventOf({ eventName, dynamodb, userIdentity }: DynamoDBRecord): JournalEvent | undefined {
  const pk = dynamodb?.Keys?.['pk']?.S ?? '';
  if (!pk.startsWith(WRITER_PREFIX)) return undefined;
  const place = { chain: pk.slice(WRITER_PREFIX.length), seq: Number(dynamodb?.Keys?.['sk']?.S) };
  const before = dynamodb?.OldImage && itemOf(dynamodb.OldImage);
  if (eventName === 'INSERT') {
    const item = dynamodb?.NewImage && itemOf(dynamodb.NewImage);
    // the stream tells seconds; the record's own time is compared with some slack.
    const seconds = dynamodb?.ApproximateCreationDateTime;
    if (item === undefined) return { type: 'malformed', place };
    return { type: 'written', item, ...(seconds !== undefined && { arrivedAt: seconds * 1000 }) };
  }
  if (eventName === 'MODIFY') {
    return { type: 'changed', before, place, onlyExpiry: sameButExpiry(dynamodb?.OldImage, dynamodb?.NewImage) };
  }
  const expired = isExpiry(userIdentity);
  return { type: 'removed', before, place, expired };
}

/** Removals by TTL carry the identity of the service; nobody else can. */
function isExpiry(identity: unknown): boolean {
  const { type, principalId, Type, PrincipalId } = (identity ?? {}) as Record<string, unknown>;
  return (type ?? Type) === 'Service' && (principalId ?? PrincipalId) === 'dynamodb.amazonaws.com';
}

function sameButExpiry(before: Image | undefined, after: Image | undefined): boolean {
  const rest = ({ ttl: _ttl, ...image }: Image) =>
    JSON.stringify(Object.entries(image).sort(([a], [b]) => (a < b ? -1 : 1)));
  return before !== undefined && after !== undefined && rest(before) === rest(after);
}

/** @returns `undefined` when the item is not the record that its key and its digest say */
export function itemOf(image: Image): JournalItem | undefined {
  const text = image['record']?.S;
  const digest = image['digest']?.S;
  if (text === undefined || digest === undefined || recordDigest(text) !== digest) return undefined;
  try {
    const { chain, seq } = decodeRecord(text);
    if (image['pk']?.S !== partitionOf(chain) || image['sk']?.S !== sortOf(seq)) return undefined;
    const content = image['content']?.B as string | Uint8Array | undefined;
    return {
      chain,
      seq,
      text,
      digest,
      ...(content !== undefined && { content: typeof content === 'string' ? Buffer.from(content, 'base64') : content }),
    };
  } catch {
    return undefined;
  }
}
