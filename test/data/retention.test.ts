import { synthTemplate, SHIPPED_CONFIG, synthStack } from '../synth';

jest.setTimeout(120_000);

interface Resource {
  readonly Type: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a template has no type.
  readonly Properties: any;
}

describe('the retention table of the config', () => {
  const { Resources } = synthTemplate({
    retention: {
      auditDays: 111,
      confirmAuditDays: 111,
      backupDays: 22,
      confirmBackupDays: 22,
      datasetDays: 333,
      confirmDatasetDays: 333,
      rawTrainingDataDays: 4,
      journalDays: 5,
      accessLogDays: 66,
      logDays: 731,
      deadLetterDays: 8,
    },
  }).toJSON() as { Resources: Record<string, Resource> };
  const ofType = (type: string) => Object.entries(Resources).filter(([, resource]) => resource.Type === type);
  const bucket = (part: string) => ofType('AWS::S3::Bucket').find(([id]) => id.includes(part))![1].Properties;
  const lockOf = (part: string) => bucket(part).ObjectLockConfiguration.Rule.DefaultRetention;

  test.each([
    ['AuditBucket', 111],
    ['TrainingDataDatasets', 333],
  ])('locks %s for the days that were said twice', (part, days) => {
    expect(lockOf(part)).toEqual({ Mode: 'COMPLIANCE', Days: days });
  });

  test.each([
    ['TrainingDataRaw', 4],
    ['DataAccessLogs', 66],
  ])('lets %s expire', (part, days) => {
    expect(bucket(part).LifecycleConfiguration.Rules[0].ExpirationInDays).toBe(days);
  });

  test('keeps backups, sealed records, every log and every failed message as long as it says', () => {
    const [[, vault]] = ofType('AWS::Backup::BackupVault') as [[string, Resource]];
    expect(vault.Properties.LockConfiguration.MinRetentionDays).toBe(22);
    const sealer = ofType('AWS::Lambda::Function').find(([id]) => id.includes('AuditSealer'))![1];
    expect(sealer.Properties.Environment.Variables.TABLE_RETENTION_DAYS).toBe('5');
    const logs = new Set(ofType('AWS::Logs::LogGroup').map(([, { Properties }]) => Properties.RetentionInDays));
    expect([...logs]).toEqual([731]);
    const queues = new Set(ofType('AWS::SQS::Queue').map(([, { Properties }]) => Properties.MessageRetentionPeriod));
    expect([...queues]).toEqual([8 * 86_400]);
  });
});

test.each([
  [
    'a locked retention that is said once',
    { confirmDatasetDays: undefined },
    /retention\.confirmDatasetDays: expected 365/,
  ],
  [
    'a locked retention that is said differently',
    { confirmDatasetDays: 7 },
    /retention\.confirmDatasetDays: expected 365/,
  ],
  ['no retention for datasets', { datasetDays: undefined }, /retention\.datasetDays: expected a number of days/],
  [
    'raw training data for ever',
    { rawTrainingDataDays: 31 },
    /retention\.rawTrainingDataDays: .* from 1 to 30, got 31/,
  ],
  ['days that CloudWatch does not take', { logDays: 100 }, /retention\.logDays: .*CloudWatch Logs takes .*got 100/],
  ['messages beyond what SQS keeps', { deadLetterDays: 15 }, /retention\.deadLetterDays: .* from 1 to 14, got 15/],
])('fails with %s', (_name, change, message) => {
  expect(() => synthStack({ retention: { ...SHIPPED_CONFIG.retention, ...change } })).toThrow(message);
});

test('keys of data can be replicated where the config says so, and only then; keys that sign stay where they are', () => {
  const multiRegion = (changes: Parameters<typeof synthTemplate>[0]) => {
    const keys = Object.entries(synthTemplate(changes).findResources('AWS::KMS::Key'));
    return keys
      .filter(([, { Properties }]) => Properties.MultiRegion === true)
      .map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
  };
  expect(multiRegion({})).toEqual([]);
  expect(multiRegion({ multiRegionKeys: true })).toEqual(['LlmApiDataKey', 'LlmApiAuditKey', 'LlmApiTrainingDataKey']);
});
