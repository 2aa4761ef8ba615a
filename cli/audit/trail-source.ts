import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { segmentKey, segmentNumber } from '../../lambda/audit/segment';
import { CommandError } from '../command-error';

/** Where the segments of a trail are. */
export interface TrailSource {
  /** Numbers of the segments that are there, in order. */
  numbers(): Promise<readonly number[]>;
  read(number: number): Promise<Buffer>;
}

/** A segment of a thousand records is about a megabyte; what is far beyond is none. */
const MAX_SEGMENT_BYTES = 512 * 1024 * 1024;

/** Segments that were downloaded: files `000000000001.jsonl` … in one folder. */
export function folderSource(folder: string): TrailSource {
  return {
    async numbers() {
      let names: string[];
      try {
        names = readdirSync(folder);
      } catch {
        throw new CommandError(`${folder}: expected a folder with the segments of a trail`);
      }
      return inOrder(names.flatMap((name) => segmentNumber(name) ?? []));
    },
    async read(number) {
      const bytes = readFileSync(join(folder, fileOf(number)));
      if (bytes.length > MAX_SEGMENT_BYTES) throw new CommandError(`${fileOf(number)}: too large to be a segment`);
      return bytes;
    },
  };
}

/** Segments in the locked bucket. */
export function bucketSource(s3: S3Client, bucket: string): TrailSource {
  return {
    async numbers() {
      const found: number[] = [];
      let token: string | undefined;
      do {
        const page: { Contents?: { Key?: string }[]; NextContinuationToken?: string } = await s3.send(
          new ListObjectsV2Command({ Bucket: bucket, Prefix: 'segments/', ContinuationToken: token }),
        );
        for (const { Key } of page.Contents ?? []) found.push(...[segmentNumber(Key ?? '') ?? []].flat());
        token = page.NextContinuationToken;
      } while (token !== undefined);
      return inOrder(found);
    },
    async read(number) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: segmentKey(number) }));
      if (Body === undefined) throw new CommandError(`${segmentKey(number)}: expected an object, got none`);
      return Buffer.from(await Body.transformToByteArray());
    },
  };
}

/** Name of a segment's file in a folder. */
export function fileOf(number: number): string {
  return segmentKey(number).slice('segments/'.length);
}

/** Segments that are read ahead: a bucket's latency is hidden, and memory stays what a few segments take. */
const READ_AHEAD = 4;

/** Reads the segments from a number on, in order. */
export async function* segmentsOf(
  source: TrailSource,
  numbers: readonly number[],
): AsyncGenerator<{ readonly number: number; readonly bytes: Buffer }> {
  const ahead: Promise<Buffer>[] = [];
  let next = 0;
  for (const number of numbers) {
    while (next < numbers.length && ahead.length < READ_AHEAD) {
      const reading = source.read(numbers[next++]!);
      // it is awaited below, in its turn.
      reading.catch(() => undefined);
      ahead.push(reading);
    }
    yield { number, bytes: await ahead.shift()! };
  }
}

function inOrder(numbers: number[]): number[] {
  return numbers.sort((a, b) => a - b);
}
