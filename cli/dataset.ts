import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Command } from 'commander';
import type { Approved } from '../lambda/training-data/approve';
import { parseExamples } from '../lambda/training-data/example';
import {
  checkDatasetName,
  type FoundObject,
  type Manifest,
  manifestDiff,
  manifestKey,
  objectProblems,
  openManifest,
} from '../lambda/training-data/manifest';
import { parseProvenance } from '../lambda/training-data/provenance';
import { getBytes, listKeys } from '../lambda/training-data/s3-objects';
import { readPublicKey } from './audit/verify-trail';
import { type CommonOptions, EXIT, guarded, withTarget } from './command';
import { CommandError } from './command-error';
import { resolveTarget } from './target';

/** Registers `llm-api dataset …`. */
export function register(program: Command): void {
  const dataset = program.command('dataset').description('training data: cleaned, locked, read by a signed manifest');

  withTarget(dataset.command('add <dataset> <batch>').description('upload a batch to be anonymized and scanned'))
    .requiredOption('--examples <file>', 'JSON lines of {"id","text"}, with label and source where there are')
    .requiredOption('--provenance <file>', 'JSON with source, license, collectedAt, collectedBy and legalBasis')
    .action((name: string, batch: string, options: AddOptions) =>
      guarded(async () => {
        const examples = readFileSync(options.examples, 'utf8');
        const provenance = readFileSync(options.provenance, 'utf8');
        // what the ingest would refuse for its form is told here, before anything leaves this machine.
        parseProvenance(provenance);
        const count = parseExamples(examples).length;
        const vault = await openVault(options);
        const prefix = `${checkDatasetName(name)}/${checkDatasetName(batch)}`;
        const put = (key: string, Body: string) =>
          vault.s3.send(new PutObjectCommand({ Bucket: vault.rawBucket, Key: key, Body }));
        // the examples last: their arrival starts the ingest.
        await put(`${prefix}/provenance.json`, provenance);
        await put(`${prefix}/examples.jsonl`, examples);
        console.log(`${count} examples are uploaded; next: llm-api dataset report ${name} ${batch}`);
      }),
    );

  withTarget(dataset.command('report <dataset> <batch>').description('what became of a batch')).action(
    (name: string, batch: string, options: CommonOptions) =>
      guarded(async () => {
        const vault = await openVault(options);
        const key = `${checkDatasetName(name)}/batches/${checkDatasetName(batch)}/report.json`;
        const report = await getBytes(vault.s3, vault.datasetBucket, key);
        if (report === undefined) {
          throw new CommandError(`batch '${batch}': not ingested yet, or refused: the reason is in the ingest's log`);
        }
        process.stdout.write(report);
      }),
  );

  withTarget(dataset.command('approve <dataset> <batches...>').description('sign the next version of a dataset'))
    .requiredOption('--by <name>', 'who approves')
    .action((name: string, batches: string[], options: ApproveOptions) =>
      guarded(async () => {
        const vault = await openVault(options);
        const { Payload, FunctionError } = await vault.lambda.send(
          new InvokeCommand({
            FunctionName: vault.approveFunction,
            Payload: JSON.stringify({ dataset: checkDatasetName(name), batches, approvedBy: options.by }),
          }),
        );
        const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8')) as Approved & { errorMessage?: string };
        if (FunctionError !== undefined) throw new CommandError(answer.errorMessage ?? FunctionError);
        console.log(`version ${answer.version} of '${name}' is signed: ${answer.objects} objects, ${answer.digest}`);
      }),
    );

  withManifest(
    withTarget(dataset.command('verify <dataset>').description('check every object against the manifest')),
  ).action((name: string, options: ManifestOptions) =>
    guarded(async () => {
      const vault = await openVault(options);
      const manifest = await readManifest(vault, name, options, options.at);
      const problems = await objectProblems(manifest, foundObjects(vault, name, manifest));
      for (const problem of problems) console.error(`✗ ${problem}`);
      if (problems.length > 0) {
        throw new CommandError(`version ${manifest.version} of '${name}' is refused: ${problems.length} problems`);
      }
      console.log(`✓ version ${manifest.version} of '${name}': ${manifest.objects.length} objects are as approved`);
    }),
  );

  withManifest(
    withTarget(dataset.command('diff <dataset> <from> <to>').description('what one version has that another has not')),
  ).action((name: string, from: string, to: string, options: ManifestOptions) =>
    guarded(async () => {
      const vault = await openVault(options);
      const [before, after] = await Promise.all([
        readManifest(vault, name, options, from),
        readManifest(vault, name, options, to),
      ]);
      const lines = manifestDiff(before, after);
      console.log(lines.length === 0 ? 'no difference' : lines.join('\n'));
    }),
  );
}

interface AddOptions extends CommonOptions {
  readonly examples: string;
  readonly provenance: string;
}

interface ApproveOptions extends CommonOptions {
  readonly by: string;
}

interface ManifestOptions extends CommonOptions {
  readonly publicKey?: string;
  readonly at?: string;
}

function withManifest(command: Command): Command {
  return command
    .option('--public-key <file>', 'the key to trust, in PEM; without it, KMS is asked, and trusted')
    .option('--at <version>', 'version of the dataset; the newest without it');
}

interface Vault {
  readonly s3: S3Client;
  readonly kms: KMSClient;
  readonly lambda: LambdaClient;
  readonly rawBucket: string;
  readonly datasetBucket: string;
  readonly approveFunction: string;
  readonly signingKeyArn: string;
}

/** Outputs that `TrainingDataVault.writeOutputs` writes. */
const OUTPUTS = {
  rawBucket: 'TrainingRawBucketName',
  datasetBucket: 'TrainingDatasetBucketName',
  approveFunction: 'TrainingApproveFunctionName',
  signingKeyArn: 'TrainingSigningKeyArn',
} as const;

async function openVault(options: CommonOptions): Promise<Vault> {
  const { clientConfig, stackName, where } = await resolveTarget(options);
  const { Stacks } = await new CloudFormationClient(clientConfig).send(
    new DescribeStacksCommand({ StackName: stackName }),
  );
  const names = Object.entries(OUTPUTS).map(([field, name]) => {
    const value = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (value === undefined)
      throw new CommandError(`stack '${stackName}': it has no training data (no output '${name}')`);
    return [field, value];
  });
  return {
    s3: new S3Client({ ...clientConfig, forcePathStyle: where === 'local' }),
    kms: new KMSClient(clientConfig),
    lambda: new LambdaClient(clientConfig),
    ...(Object.fromEntries(names) as Record<keyof typeof OUTPUTS, string>),
  };
}

async function trustedKey(vault: Vault, file: string | undefined): Promise<KeyObject> {
  if (file !== undefined) return readPublicKey(file);
  const { PublicKey } = await vault.kms.send(new GetPublicKeyCommand({ KeyId: vault.signingKeyArn }));
  if (PublicKey === undefined) throw new CommandError('KMS: expected a public key, got none');
  return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
}

async function readManifest(
  vault: Vault,
  name: string,
  options: ManifestOptions,
  version: string | undefined,
): Promise<Manifest> {
  const dataset = checkDatasetName(name);
  if (version !== undefined && !/^[1-9]\d{0,5}$/.test(version)) {
    throw new CommandError(`expected a version such as 3, got '${version}'`, EXIT.usage);
  }
  const key =
    version === undefined
      ? (await listKeys(vault.s3, vault.datasetBucket, `${dataset}/manifests/`)).at(-1)
      : manifestKey(dataset, Number(version));
  const bytes = key === undefined ? undefined : await getBytes(vault.s3, vault.datasetBucket, key);
  if (bytes === undefined) throw new CommandError(`dataset '${dataset}': there is no such version`);
  return openManifest(bytes.toString('utf8'), await trustedKey(vault, options.publicKey), dataset);
}

/** Everything in the batches that the manifest names: what was added beside them is found, too. */
async function* foundObjects(vault: Vault, name: string, manifest: Manifest): AsyncGenerator<FoundObject> {
  const batches = new Set(manifest.objects.map(({ key }) => key.slice(0, key.lastIndexOf('/') + 1)));
  for (const prefix of batches) {
    if (!prefix.startsWith(`${name}/batches/`)) throw new CommandError(`manifest: '${prefix}' is outside of '${name}'`);
    for (const key of await listKeys(vault.s3, vault.datasetBucket, prefix)) {
      const bytes = await getBytes(vault.s3, vault.datasetBucket, key);
      if (bytes !== undefined) yield { key, bytes };
    }
  }
}
