import { once } from 'node:events';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import type { Command } from 'commander';
import type { VerifiedRecord, VerifyReport } from '../lambda/audit/verify';
import { filterOf, type FilterOptions } from './audit/filter';
import { type ExportRow, FORMATS } from './audit/formats';
import { contentKeyOf, identityOf, openContent, trailSecrets } from './audit/reader-keys';
import { bucketSource, fileOf, folderSource, segmentsOf, type TrailSource } from './audit/trail-source';
import {
  HEAD_FILE,
  headOfFolder,
  parseHead,
  readPublicKey,
  type ReadOptions,
  readTrail,
  reportText,
} from './audit/verify-trail';
import { type CommonOptions, EXIT, guarded, withTarget } from './command';
import { CommandError } from './command-error';
import { progressBar } from './progress';
import { resolveTarget, servicesOf, type Target } from './target';

/** Registers `llm-api audit …`. */
export function register(program: Command): void {
  const audit = program.command('audit').description('the audit trail: verify, read, export');

  withTrail(audit.command('verify').description('verify the whole trail, offline with --folder and --public-key'))
    .option('--head <number[:digest]>', 'the last segment that must be there: finds a cut-off end')
    .option('--allow-incidents', 'exit 0 although the sealer signed that the journal was tampered with')
    .action((options: VerifyOptions) =>
      guarded(async () => {
        const { source, publicKey, head } = await openTrail(options);
        const report = await read(source, options, { publicKey, head });
        console.log(options.json === true ? JSON.stringify(report, undefined, 2) : reportText(report));
        if (head === undefined && options.json !== true) {
          console.log('  no head was given: a trail whose end was cut off looks just so');
        }
        const excused = options.allowIncidents === true || report.incidents.length === 0;
        if (report.problems.length > 0 || !excused) process.exitCode = EXIT.failed;
      }),
    );

  withTrail(audit.command('show <request>').description('the records of one request, by its x-request-id'))
    .option('--content', 'decrypt prompt and answer, where they are kept')
    .action((request: string, options: ShowOptions) =>
      guarded(async () => {
        const trail = await openTrail(options);
        const found: VerifiedRecord[] = [];
        const report = await read(trail.source, options, {
          ...trail,
          onRecord: (verified) => {
            if (verified.record.request === request) found.push(verified);
          },
        });
        if (found.length === 0) throw new CommandError(`no record of request '${request}' among ${report.records}`);
        const reveal = await revealer(trail.target);
        for (const verified of found) {
          const shown = {
            ...verified.record,
            time: new Date(verified.record.at).toISOString(),
            segment: verified.segment,
            index: verified.index,
            ...reveal?.identity(verified),
            ...(options.content === true && { text: await contentOf(trail.target, reveal, verified) }),
          };
          console.log(JSON.stringify(shown, undefined, 2));
        }
        failOn(report);
      }),
    );

  withFilters(withTrail(audit.command('search').description('records that match, one a line'))).action(
    (options: ExportOptions) =>
      guarded(() => exportTrail({ ...options, format: options.json === true ? 'jsonl' : 'csv' })),
  );

  withFilters(withTrail(audit.command('export').description('verified records for other tools')))
    .option('--format <format>', 'jsonl, csv or ocsf', 'jsonl')
    .action((options: ExportOptions) => guarded(() => exportTrail(options)));

  withTarget(
    audit.command('download <folder>').description('copy the trail, to be verified where nobody is trusted'),
  ).action((folder: string, options: CommonOptions) => guarded(() => download(folder, options)));

  withTarget(audit.command('public-key').description('the key that signs segments: hand it to your auditor')).action(
    (options: CommonOptions) =>
      guarded(async () => {
        const publicKey = await fetchPublicKey(await resolveTarget(options));
        process.stdout.write(publicKey.export({ type: 'spki', format: 'pem' }));
      }),
  );
}

interface TrailOptions extends CommonOptions {
  readonly bucket?: string;
  readonly folder?: string;
  readonly publicKey?: string;
  readonly from?: string;
  readonly head?: string;
}

interface VerifyOptions extends TrailOptions {
  readonly allowIncidents?: boolean;
}

interface ShowOptions extends TrailOptions {
  readonly content?: boolean;
}

interface ExportOptions extends TrailOptions, FilterOptions {
  readonly format: string;
}

interface OpenTrail {
  readonly source: TrailSource;
  readonly publicKey: KeyObject;
  readonly head?: { readonly number: number; readonly digest?: string };
  /** Absent when everything was given by file. */
  readonly target?: Target;
}

function withTrail(command: Command): Command {
  return withTarget(command)
    .option('--folder <folder>', 'a downloaded trail in place of the bucket')
    .option('--bucket <name>', "another bucket, such as a replica, in place of the stack's own")
    .option('--public-key <file>', 'the key to trust, in PEM; without it, KMS is asked, and trusted')
    .option('--from <number>', 'start at this segment');
}

function withFilters(command: Command): Command {
  return command
    .option('--tenant <name>', 'tenant, or its pseudonym')
    .option('--client <id>', 'client, or its pseudonym')
    .option('--model <name>', 'model')
    .option('--reason <code>', 'reason code of a refusal')
    .option('--type <type>', 'open, close or refusal')
    .option('--since <time>', 'from this time on')
    .option('--until <time>', 'before this time');
}

async function openTrail(options: TrailOptions): Promise<OpenTrail> {
  const offline = options.folder !== undefined && options.publicKey !== undefined;
  const target = offline ? undefined : await resolveTarget(options);
  const source = options.folder === undefined ? bucketOf(target!, options.bucket) : folderSource(options.folder);
  const publicKey = options.publicKey === undefined ? await fetchPublicKey(target!) : readPublicKey(options.publicKey);
  const head =
    options.head === undefined
      ? options.folder === undefined
        ? undefined
        : headOfFolder(options.folder)
      : parseHead(options.head);
  return { source, publicKey, ...(head !== undefined && { head }), ...(target !== undefined && { target }) };
}

function bucketOf({ clientConfig, outputs, where }: Target, bucket = outputs.auditBucket): TrailSource {
  return bucketSource(new S3Client({ ...clientConfig, forcePathStyle: where === 'local' }), bucket);
}

async function fetchPublicKey({ clientConfig, outputs }: Target): Promise<KeyObject> {
  const { PublicKey } = await new KMSClient(clientConfig).send(
    new GetPublicKeyCommand({ KeyId: outputs.auditSigningKeyArn }),
  );
  if (PublicKey === undefined) throw new CommandError('KMS: expected a public key, got none');
  return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
}

async function read(
  source: TrailSource,
  options: TrailOptions,
  trail: Pick<ReadOptions, 'publicKey' | 'head' | 'onRecord' | 'flush'>,
): Promise<VerifyReport> {
  const bar = progressBar('records');
  const from = options.from === undefined ? undefined : parseHead(options.from).number;
  try {
    return await readTrail(source, { ...trail, from, onProgress: bar.step });
  } finally {
    bar.end();
  }
}

/** Reads what is verified; says so and fails when the trail does not hold. */
async function exportTrail(options: ExportOptions): Promise<void> {
  if (!Object.hasOwn(FORMATS, options.format)) {
    throw new CommandError(
      `--format: expected ${Object.keys(FORMATS).join(', ')}, got '${options.format}'`,
      EXIT.usage,
    );
  }
  const format = FORMATS[options.format as keyof typeof FORMATS];
  const trail = await openTrail(options);
  const reveal = await revealer(trail.target);
  const wanted = filterOf(options);
  let lines = format.head === undefined ? '' : `${format.head}\n`;
  const report = await read(trail.source, options, {
    ...trail,
    onRecord: (verified) => {
      const identity = reveal?.identity(verified);
      if (!wanted(verified.record, identity)) return;
      const row: ExportRow = { verified, ...(identity !== undefined && { identity }) };
      lines += `${format.row(row)}\n`;
    },
    async flush() {
      const ready = lines;
      lines = '';
      if (!process.stdout.write(ready)) await once(process.stdout, 'drain');
    },
  });
  failOn(report);
}

function failOn(report: VerifyReport): void {
  if (report.problems.length === 0) return;
  console.error(reportText(report));
  process.exitCode = EXIT.failed;
}

interface Revealer {
  readonly secrets: Awaited<ReturnType<typeof trailSecrets>>;
  readonly identity: (verified: VerifiedRecord) => ReturnType<typeof identityOf>;
}

/** Names in place of pseudonyms, for those whom the key policy lets; others get the pseudonyms. */
async function revealer(target: Target | undefined): Promise<Revealer | undefined> {
  if (target === undefined) return undefined;
  try {
    const secrets = await trailSecrets(new KMSClient(target.clientConfig), target.outputs.auditMacKeyArn);
    return { secrets, identity: ({ record }) => identityOf(secrets, record) };
  } catch (error) {
    if (error instanceof Error && error.name === 'AccessDeniedException') return undefined;
    throw error;
  }
}

async function contentOf(
  target: Target | undefined,
  reveal: Revealer | undefined,
  { record, content }: VerifiedRecord,
): Promise<string> {
  if (record.content === null || content === undefined) return '(not kept)';
  if (target === undefined || reveal === undefined) return '(encrypted: the key policy does not let you read it)';
  const table = target.outputs.contentKeyTable;
  const key = await contentKeyOf(servicesOf(target).dynamodb, table, reveal.secrets, record.tenant);
  if (key.state === 'erased')
    return `(gone: the tenant's key was destroyed at ${new Date(key.erasedAt).toISOString()})`;
  if (key.state === 'absent') return '(gone: there is no key of the tenant)';
  return openContent(key.key, record, content);
}

/** Copies what is not there yet. How far the trail goes is written first, so that half a download is known as half. */
async function download(folder: string, options: CommonOptions): Promise<void> {
  const target = await resolveTarget(options);
  const publicKey = await fetchPublicKey(target);
  mkdirSync(folder, { recursive: true });
  const source = bucketOf(target);
  const numbers = await source.numbers();
  const last = numbers.at(-1);
  if (last === undefined) throw new CommandError('the trail has no segment yet: the first is sealed within a minute');
  writeFileSync(join(folder, HEAD_FILE), `${JSON.stringify({ number: last })}\n`);
  const missing = numbers.filter((number) => !existsSync(join(folder, fileOf(number))));
  const bar = progressBar('segments');
  let done = 0;
  for await (const { number, bytes } of segmentsOf(source, missing)) {
    writeFileSync(join(folder, fileOf(number)), bytes);
    done += 1;
    bar.step(done, missing.length, done);
  }
  bar.end();
  writeFileSync(join(folder, 'public-key.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  const report = await readTrail(folderSource(folder), { publicKey });
  writeFileSync(join(folder, HEAD_FILE), `${JSON.stringify(report.head)}\n`);
  console.log(reportText(report));
  failOn(report);
}
