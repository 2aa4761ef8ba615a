import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Command } from 'commander';
import { onTarget, withTarget, withYes, type CommonOptions } from './command';
import { CommandError } from './command-error';
import { deleteStack } from './destroy/delete-stack';
import { PRICES_AS_OF, remainders } from './destroy/destroy-plan';
import { stackParts, type StackParts, versionsOf } from './destroy/stack-parts';
import { table } from './table';

/** Times that a stack is asked to go: a function that still runs may put an object into a bucket that was just emptied. */
const ROUNDS = 3;

/** Registers `llm-api destroy …`. */
export function register(program: Command): void {
  withYes(
    withTarget(
      program.command('destroy').description('delete a trial with all that it stored, or see what a deletion leaves'),
    ),
  )
    .option('--plan', 'list what stays, until when and what it costs')
    .option('--empty', 'empty the buckets that the stack would delete (a trial), so that cdk destroy can')
    .action((options: DestroyOptions) =>
      onTarget(options, async ({ target, services, say, print, confirm }) => {
        if (options.plan === true && options.empty === true) {
          throw new CommandError('expected one of --plan and --empty, got both', 2);
        }
        const s3 = new S3Client({ ...target.clientConfig, forcePathStyle: target.where === 'local' });
        const parts = await stackParts(target.clientConfig, target.stackName, { s3, dynamodb: services.dynamodb });
        if (options.plan === true) {
          const plan = planOf(parts);
          print(plan.value, plan.text);
          return;
        }
        if (parts.retained.some(({ type }) => type === 'AWS::S3::Bucket')) {
          throw new CommandError(
            `stack '${target.stackName}' keeps what it stored: delete it with 'npx cdk destroy', after 'llm-api destroy --plan'`,
          );
        }
        const what = options.empty === true ? 'Delete' : `Delete the stack '${target.stackName}' and`;
        await confirm(`${what} every object in ${parts.deletedBuckets.length} buckets, the audit trail among them?`);
        await empty(s3, parts.deletedBuckets, say);
        if (options.empty === true) return;
        for (let round = 1; ; round += 1) {
          const left = await deleteStack(target.clientConfig, target.stackId);
          if (left.length === 0) break;
          if (round === ROUNDS) throw new CommandError(`stack '${target.stackName}': not deleted: ${left.join(', ')}`);
          await empty(s3, parts.deletedBuckets, say);
        }
        say(`stack '${target.stackName}' is gone; its keys can be taken back for 7 days and cost nothing meanwhile`);
      }),
    );
}

interface DestroyOptions extends CommonOptions {
  readonly plan?: boolean;
  readonly empty?: boolean;
}

function planOf(parts: StackParts): { readonly value: object; readonly text: string } {
  const left = remainders(parts);
  const total = left.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0);
  const rows = left.map(({ type, name, until, usdPerMonth }) => [type, name, until, usdPerMonth.toFixed(2)]);
  const full = parts.deletedBuckets.filter((name) => (parts.buckets.get(name)?.objects ?? 0) > 0);
  const lines = [
    left.length === 0 ? 'nothing stays' : table(['TYPE', 'NAME', 'UNTIL', 'USD A MONTH'], rows),
    `about ${total.toFixed(2)} USD a month in all, at list prices of us-east-1 of ${PRICES_AS_OF}`,
    ...full.map((name) => `${name} is not empty: cdk destroy fails until it is; 'llm-api destroy' does both`),
  ];
  return { value: { remainders: left, usdPerMonth: total, notEmpty: full }, text: lines.join('\n') };
}

async function empty(s3: S3Client, buckets: readonly string[], say: (line: string) => void): Promise<void> {
  for (const Bucket of buckets) {
    let count = 0;
    try {
      for await (const { Key, VersionId } of versionsOf(s3, Bucket)) {
        await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }));
        count += 1;
      }
    } catch (error) {
      // an earlier round deleted it.
      if (error instanceof Error && error.name === 'NoSuchBucket') continue;
      throw error;
    }
    say(`${Bucket}: ${count} versions are deleted`);
  }
}
