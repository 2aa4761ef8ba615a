import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { contentOf, type JournalItem } from '../core/audit/journal-item';
import { decodeRecord, recordDigest } from '../core/audit/record';
import type { LateReader, SegmentStore } from './ports';
import { segmentKey } from './segment';

async function getObject(s3: S3Client, bucket: string, key: string): Promise<Buffer | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return Body === undefined ? undefined : Buffer.from(await Body.transformToByteArray());
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** Segments in the locked bucket. */
export function s3Segments(s3: S3Client, bucket: string): SegmentStore {
  return {
    get: (number) => getObject(s3, bucket, segmentKey(number)),
    async putIfAbsent(number, bytes) {
      try {
        await s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: segmentKey(number),
            Body: bytes,
            ContentType: 'application/jsonl',
            // exactly one writer of a number wins, whatever runs at once.
            IfNoneMatch: '*',
            ChecksumAlgorithm: 'SHA256',
          }),
        );
        return true;
      } catch (error) {
        const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
        if (status === 412 || status === 409) {
          // taken; or by this very call, when the answer to a first try was lost.
          return (await getObject(s3, bucket, segmentKey(number)))?.equals(bytes) ?? false;
        }
        throw error;
      }
    },
  };
}

/** Records below `late/`. */
export function s3Late(s3: S3Client, bucket: string): LateReader {
  return {
    async after(key) {
      const found: { key: string; item: JournalItem | undefined }[] = [];
      let from: string | undefined = key;
      while (from !== undefined) {
        const page: { Contents?: { Key?: string }[]; IsTruncated?: boolean } = await s3.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: 'late/', StartAfter: from }),
        );
        const keys = (page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
        for (const each of keys) {
          const bytes = await getObject(s3, bucket, each);
          if (bytes !== undefined) found.push({ key: each, item: lateItemOf(each, bytes) });
        }
        from = page.IsTruncated === true ? keys.at(-1) : undefined;
      }
      return found;
    },
  };
}

/** @returns `undefined` when the object is no record, or not the one that its key says */
export function lateItemOf(key: string, bytes: Buffer): JournalItem | undefined {
  const [line, ...rest] = bytes.toString('utf8').trimEnd().split('\n');
  if (line === undefined || rest.length > 1) return undefined;
  try {
    const { chain, seq } = decodeRecord(line);
    const digest = recordDigest(line);
    if (!key.includes(`-${chain}-`) || !key.includes(digest.slice(0, 16))) return undefined;
    const content = rest[0] === undefined ? undefined : contentOf(Buffer.from(rest[0]));
    if (rest.length === 1 && content === undefined) return undefined;
    return { chain, seq, text: line, digest, ...(content !== undefined && { content }) };
  } catch {
    return undefined;
  }
}
