import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Command } from 'commander';
import { onTarget, withTarget, withYes, type CommonOptions } from './command';
import { CommandError } from './command-error';
import { PRICES_AS_OF, remainders } from './destroy/destroy-plan';
import { stackParts, versionsOf } from './destroy/stack-parts';
import { table } from './table';

/** Registers `llm-api destroy …`. */
export function register(program: Command): void {
  withYes(withTarget(program.command('destroy').description('what deleting the stack leaves, and how to let it go')))
    .option('--plan', 'list what stays, until when and what it costs')
    .option('--empty', 'empty the buckets that the stack would delete (a trial), so that cdk destroy can')
    .action((options: DestroyOptions) =>
      onTarget(options, async ({ target, services, say, print, confirm }) => {
        if ((options.plan === true) === (options.empty === true)) {
          throw new CommandError('expected one of --plan and --empty', 2);
        }
        const s3 = new S3Client({ ...target.clientConfig, forcePathStyle: target.where === 'local' });
        const parts = await stackParts(target.clientConfig, target.stackName, { s3, dynamodb: services.dynamodb });

        if (options.plan === true) {
          const left = remainders(parts);
          const total = left.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
          const rows = left.map(({ type, name, until, usdPerMonth }) => [type, name, until, usdPerMonth.toFixed(2)]);
          const full = parts.deletedBuckets.filter((name) => (parts.buckets.get(name)?.objects ?? 0) > 0);
          const lines = [
            left.length === 0 ? 'nothing stays' : table(['TYPE', 'NAME', 'UNTIL', 'USD A MONTH'], rows),
            `about ${total.toFixed(2)} USD a month in all, at list prices of us-east-1 of ${PRICES_AS_OF}`,
            ...full.map((name) => `${name} is not empty: cdk destroy fails until 'llm-api destroy --empty' was run`),
          ];
          print({ remainders: left, usdPerMonth: total, notEmpty: full }, lines.join('\n'));
          return;
        }
        await confirm(`Delete every object in ${parts.deletedBuckets.length} buckets, the audit trail among them?`);
        for (const Bucket of parts.deletedBuckets) {
          let count = 0;
          for await (const { Key, VersionId } of versionsOf(s3, Bucket)) {
            await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }));
            count += 1;
          }
          say(`${Bucket}: ${count} versions are deleted`);
        }
      }),
    );
}

interface DestroyOptions extends CommonOptions {
  readonly plan?: boolean;
  readonly empty?: boolean;
}
