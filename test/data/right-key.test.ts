import { productionTemplate, type Json } from '../compliance/template';

const { Resources } = productionTemplate();

/** Whose key a resource is under, by the part of the API that it belongs to. */
const KEYS: readonly (readonly [part: RegExp, key: string])[] = [
  [/^LlmApiAudit(?!Backup)/, 'LlmApiAuditKey'],
  [/^LlmApiTrainingData/, 'LlmApiTrainingDataKey'],
  [/^LlmApiAccountTrail/, 'LlmApiAccountTrailKey'],
  [/^LlmApi/, 'LlmApiDataKey'],
];

/** Where each type says its key. */
const KEY_OF: Readonly<Record<string, (properties: Json) => unknown>> = {
  'AWS::DynamoDB::Table': ({ SSESpecification }) => SSESpecification?.KMSMasterKeyId,
  'AWS::S3::Bucket': ({ BucketEncryption }) =>
    BucketEncryption?.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.KMSMasterKeyID,
  'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
  'AWS::Lambda::Function': ({ KmsKeyArn }) => KmsKeyArn,
  'AWS::Backup::BackupVault': ({ EncryptionKeyArn }) => EncryptionKeyArn,
  'AWS::CloudTrail::Trail': ({ KMSKeyId }) => KMSKeyId,
};

/** The log delivery service writes only where SSE-S3 is the default. */
const SSE_S3 = /^LlmApiDataAccessLogs/;

const stored = Object.entries(Resources).filter(([id, { Type }]) => Type in KEY_OF && !SSE_S3.test(id));

test('everything that stores is looked at', () => {
  const types = new Set(stored.map(([, { Type }]) => Type));
  expect([...types].sort()).toEqual(Object.keys(KEY_OF).sort());
  expect(stored.length).toBeGreaterThan(20);
});

test.each(stored)('%s is under the key of its purpose', (id, { Type, Properties }) => {
  const [, key] = KEYS.find(([part]) => part.test(id))!;
  expect(JSON.stringify(KEY_OF[Type]!(Properties) ?? 'none')).toMatch(new RegExp(`"${key}[0-9A-F]{8}"`));
});
