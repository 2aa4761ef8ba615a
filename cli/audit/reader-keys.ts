import { gunzipSync } from 'node:zlib';
import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GenerateMacCommand, type KMSClient } from '@aws-sdk/client-kms';
import { type ContentKey, unwrapContentKey } from '../../lambda/core/audit/content-key';
import type { AuditRecord } from '../../lambda/core/audit/record';
import { type Identity, revealPrincipal } from '../../lambda/core/audit/identity';
import { unsealContent } from '../../lambda/core/audit/seal';
import { type AuditSecrets, deriveSecrets, SECRET_MESSAGE } from '../../lambda/core/audit/secrets';

/** The trail's secret, for those whom the key policy lets. */
export async function trailSecrets(kms: KMSClient, macKeyArn: string): Promise<AuditSecrets> {
  const { Mac } = await kms.send(
    new GenerateMacCommand({ KeyId: macKeyArn, MacAlgorithm: 'HMAC_SHA_256', Message: Buffer.from(SECRET_MESSAGE) }),
  );
  if (Mac === undefined) throw new Error('audit secret: expected 32 bytes from KMS, got none');
  return deriveSecrets(Mac);
}

/** @returns `undefined` for a record that names nobody (a CLOSE) or was made under another secret */
export function identityOf(secrets: AuditSecrets, record: AuditRecord): Identity | undefined {
  if (record.type === 'close') return undefined;
  try {
    return revealPrincipal(secrets, record);
  } catch {
    return undefined;
  }
}

/** What became of a tenant's data key. */
export type ContentKeyState =
  | { readonly state: 'usable'; readonly key: ContentKey }
  | { readonly state: 'erased'; readonly erasedAt: number }
  | { readonly state: 'absent' };

/** Reads the data key of a tenant, by pseudonym. */
export async function contentKeyOf(
  dynamodb: DynamoDBClient,
  table: string,
  secrets: AuditSecrets,
  tenant: string,
): Promise<ContentKeyState> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({ TableName: table, Key: { pk: { S: tenant } }, ConsistentRead: true }),
  );
  const erasedAt = Item?.['erasedAt']?.N;
  if (erasedAt !== undefined) return { state: 'erased', erasedAt: Number(erasedAt) };
  const name = Item?.['name']?.S;
  const wrapped = Item?.['wrapped']?.B;
  if (name === undefined || wrapped === undefined) return { state: 'absent' };
  return { state: 'usable', key: unwrapContentKey(secrets, { tenant, name, wrapped }) };
}

/**
 * Opens the content of a record.
 *
 * @throws when the key is not the one that it was sealed with
 */
export function openContent(key: ContentKey, record: AuditRecord, sealed: Uint8Array): string {
  if (record.content?.key !== key.name) {
    throw new Error(`content: expected the data key ${record.content?.key ?? 'none'}, got ${key.name}`);
  }
  const part = { body: Buffer.from(sealed), tag: Buffer.from(record.content.tag, 'base64') };
  return gunzipSync(unsealContent(key.ofChain(record.chain), record.seq, part)).toString('utf8');
}
