import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { createSealer } from '../../lambda/audit/sealer';
import { logLine } from '../../lambda/core/log';
import { createAuditTrail } from '../../lambda/gateway/audit/audit-trail';
import { datasetGuard } from '../../lambda/training-data/dataset-guard';
import { ingestBatch } from '../../lambda/training-data/ingest-batch';
import { AuditStore } from '../../lib/audit/audit-store';
import { DataStore } from '../../lib/data/data-store';
import { keyPolicyProblems } from '../../lib/private/key-policy';
import { TrainingDataVault } from '../../lib/training-data/training-data-vault';
import { fakeAudit, OUTCOME, subjectOf } from '../gateway/audit/fakes';
import { fakeSealer, SEALER_CONFIG, verifyAll, writtenEvents } from './fakes';

// the numbers are those of the abuse cases in the threat model.

function template() {
  const stack = new Stack(new App(), 'Stack');
  const data = new DataStore(stack, 'Data', { backupRetentionDays: 35, confirmBackupRetentionDays: 35 });
  const locked = { accessLogBucket: data.accessLogBucket, retentionDays: 365, confirmRetentionDays: 365 };
  new AuditStore(stack, 'Audit', { ...locked, budgetTable: data.budgetTable, budgetKey: data.key });
  new TrainingDataVault(stack, 'Vault', locked);
  return Template.fromStack(stack);
}

let synthesized: Template;
beforeAll(() => {
  synthesized = template();
});

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Principal?: { readonly Service?: string };
  readonly Condition?: Record<string, Record<string, unknown>>;
}

describe('THREATS 19: text of a caller in logs', () => {
  test('cannot end a line, drive a terminal or break out of its string', async () => {
    const hostile = '\r\n{"event":"forged"}\u001b[2J\u2028\u0085"';
    const line = logLine({ event: 'sealed', chain: hostile });
    expect(line).toMatch(/^[\x20-\x7e]+$/);
    expect(JSON.parse(line)).toEqual({ event: 'sealed', chain: hostile });
  });
  test('of training data is not in what the ingest says', async () => {
    const lines: string[] = [];
    const raw: Record<string, string> = {
      'd/b/examples.jsonl': '{"id":"1","text":"the walrus wears a purple hat"}',
      'd/b/provenance.json':
        '{"source":"s","license":"l","collectedAt":"2026-01-01","collectedBy":"c","legalBasis":"b"}',
    };
    const ports = {
      readRaw: (key: string) => Promise.resolve(raw[key]),
      write: () => Promise.resolve(),
      emit: (line: object) => void lines.push(JSON.stringify(line)),
    };
    await ingestBatch('d/b/examples.jsonl', ports, datasetGuard(), { maxLeftOutShare: 0.2 });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('walrus');
  });
});

describe('THREATS 20: an administrator and the audit trail', () => {
  test('a record that is deleted from the journal is sealed, signed as an incident, and counted for the alarm', async () => {
    const { ports, items } = fakeAudit();
    await (await createAuditTrail(ports).open(subjectOf('r-1'))).close(OUTCOME);
    const all = [...items.values()];
    const fake = fakeSealer(items);
    const removed = {
      type: 'removed',
      before: all[0],
      place: { chain: all[0]!.chain, seq: 1 },
      expired: false,
    } as const;
    await createSealer(SEALER_CONFIG, fake.ports).onEvents([...writtenEvents(all), removed]);
    expect(verifyAll(fake.segments)).toMatchObject({ records: 2, incidents: [{ kind: 'removed', seq: 1 }] });
    expect(fake.metrics.at(-1)).toMatchObject({ AuditTampering: 1 });
  });
  test('while the trail is down nothing is opened, so no model is called', async () => {
    await expect(createAuditTrail(fakeAudit(() => 'fails').ports).open(subjectOf('r-1'))).rejects.toThrow();
  });
  test('every bucket that is locked refuses deletion and a bypass of the lock', () => {
    const policies = Object.values(synthesized.findResources('AWS::S3::BucketPolicy')).filter(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument).includes('NobodyDeletesObjects'),
    );
    expect(policies).toHaveLength(2);
  });
});

describe('THREATS 21: a key that is locked out or deleted', () => {
  test('every key keeps its root and can be taken back for 30 days', () => {
    const keys = Object.values(synthesized.findResources('AWS::KMS::Key'));
    expect(keys).toHaveLength(6);
    for (const { Properties, DeletionPolicy } of keys) {
      expect(keyPolicyProblems(Properties.KeyPolicy)).toEqual([]);
      expect(Properties.PendingWindowInDays).toBe(30);
      expect(DeletionPolicy).toBe('Retain');
    }
  });
  test('a policy without the root is a problem', () => {
    const statement = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::1:role/x' }, Action: 'kms:*' };
    expect(keyPolicyProblems({ Statement: [statement] })).toEqual([
      expect.stringContaining('no statement lets the root of the account'),
    ]);
  });
});

describe('THREATS 22: a service as a confused deputy', () => {
  test('every service in a key or bucket policy is bound to this account', () => {
    const documents = [
      ...Object.values(synthesized.findResources('AWS::KMS::Key')).map(({ Properties }) => Properties.KeyPolicy),
      ...Object.values(synthesized.findResources('AWS::S3::BucketPolicy')).map((p) => p.Properties.PolicyDocument),
    ];
    const services = documents
      .flatMap(({ Statement }) => Statement as Statement[])
      .filter(({ Effect, Principal }) => Effect === 'Allow' && Principal?.Service !== undefined);
    expect(services.length).toBeGreaterThan(5);
    for (const { Condition } of services) {
      expect(JSON.stringify(Condition)).toMatch(/aws:SourceAccount|kms:EncryptionContext:aws:logs:arn/);
    }
  });
  test.each(['aws:SourceAccount', 'kms:EncryptionContext:aws:logs:arn'])('without %s it is a problem', (condition) => {
    const root = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::1:root' }, Action: 'kms:*' };
    const deputy = { Effect: 'Allow', Principal: { Service: 'logs.amazonaws.com' }, Action: 'kms:Decrypt' };
    const bound = { ...deputy, Condition: { StringEquals: { [condition]: '1' } } };
    expect(keyPolicyProblems({ Statement: [root, deputy] })).toHaveLength(1);
    expect(keyPolicyProblems({ Statement: [root, bound] })).toEqual([]);
  });
});

describe('THREATS 28: what is delivered again', () => {
  test('seals nothing twice', async () => {
    const { ports, items } = fakeAudit();
    await (await createAuditTrail(ports).open(subjectOf('r-1'))).close(OUTCOME);
    const fake = fakeSealer(items);
    for (let i = 0; i < 3; i += 1) {
      await createSealer(SEALER_CONFIG, fake.ports).onEvents(writtenEvents(items.values()));
    }
    expect(verifyAll(fake.segments)).toMatchObject({ segments: 1, records: 2, problems: [] });
  });
  test('ends in a queue that holds references, encrypted', () => {
    // for a stream, Lambda sends shard and sequence numbers to a queue; only to a bucket does it send the records.
    const [mapping] = Object.values(synthesized.findResources('AWS::Lambda::EventSourceMapping'));
    expect(JSON.stringify(mapping!.Properties.DestinationConfig)).toContain('DeadLetters');
    for (const { Properties } of Object.values(synthesized.findResources('AWS::SQS::Queue'))) {
      expect(Properties.KmsMasterKeyId).toBeDefined();
    }
  });
});

describe('THREATS 32: secrets in environments', () => {
  test('there is none: names and ARNs only, under a customer-managed key', () => {
    for (const { Properties } of Object.values(synthesized.findResources('AWS::Lambda::Function'))) {
      expect(Properties.KmsKeyArn).toBeDefined();
      for (const [name, value] of Object.entries(Properties.Environment.Variables as Record<string, unknown>)) {
        expect(name).toMatch(/_(TABLE|BUCKET|ARN|SECONDS|DAYS|NAME)$/);
        expect(JSON.stringify(value)).not.toMatch(/resolve:secretsmanager/);
      }
    }
  });
  test('the secret of the trail is asked from KMS and never stored', async () => {
    const { ports, items } = fakeAudit();
    await (await createAuditTrail(ports).open(subjectOf('r-1', { content: 'text' }))).close(OUTCOME);
    const secret = Buffer.from(await ports.secret());
    for (const { text } of items.values()) {
      for (const encoding of ['hex', 'base64'] as const) expect(text).not.toContain(secret.toString(encoding));
    }
  });
});
