import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { zipSync } from 'fflate';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LOCAL_ACCOUNT, type LocalAws } from '../aws';
import type { Asset, Assembly } from './assembly';

/** Puts the assets where the template looks for them, and the mark that `cdk bootstrap` leaves. */
export async function uploadAssets({ assets, region }: Assembly, aws: LocalAws): Promise<void> {
  const s3 = new S3Client({ ...aws, forcePathStyle: true });
  const ssm = new SSMClient(aws);
  const filled = (text: string): string =>
    text
      .replaceAll('${AWS::AccountId}', LOCAL_ACCOUNT)
      .replaceAll('${AWS::Region}', region)
      .replaceAll('${AWS::Partition}', 'aws');
  try {
    const buckets = new Set(
      assets.flatMap(({ destinations }) => destinations.map(({ bucketName }) => filled(bucketName))),
    );
    for (const Bucket of buckets) await s3.send(new CreateBucketCommand({ Bucket })).catch(alreadyOwned);
    for (const asset of assets) {
      const Body = contentOf(asset);
      for (const { bucketName, objectKey } of asset.destinations)
        await s3.send(new PutObjectCommand({ Bucket: filled(bucketName), Key: filled(objectKey), Body }));
    }
    await ssm.send(
      new PutParameterCommand({
        Name: '/cdk-bootstrap/hnb659fds/version',
        Value: '30',
        Type: 'String',
        Overwrite: true,
      }),
    );
  } finally {
    s3.destroy();
    ssm.destroy();
  }
}

function alreadyOwned(error: unknown): void {
  if (!(error instanceof Error) || !/BucketAlready/.test(error.name)) throw error;
}

function contentOf({ path, packaging }: Asset): Uint8Array {
  if (packaging === 'file' || !statSync(path).isDirectory()) return readFileSync(path);
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const entries = files.map((entry) => {
    const file = join(entry.parentPath, entry.name);
    return [relative(path, file), readFileSync(file)] as const;
  });
  // stored, not deflated: it is unpacked again on the same machine a second later.
  return zipSync(Object.fromEntries(entries), { level: 0 });
}
