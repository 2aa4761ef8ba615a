import {
  BACKUP_CALLS,
  BUCKET_CALLS,
  KEY_CALLS,
  RULE_CALLS,
  TABLE_CALLS,
  TRAIL_CALLS,
} from '../../lib/monitoring/tamper-alarms';
import { productionTemplate, type Json } from '../compliance/template';

const { Resources } = productionTemplate();
const byType = (type: string) => Object.entries(Resources).filter(([, resource]) => resource.Type === type);
const rules = byType('AWS::Events::Rule').filter(([id]) => id.includes('TamperAlarms'));

/** What an attribute or a reference of the template stands for: a name that tells the resource. */
function nameOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nameOf);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if ('Ref' in value || 'Fn::GetAtt' in value) return JSON.stringify(value);
  return Object.fromEntries(entries.map(([key, inner]) => [key, nameOf(inner)]));
}

/** EventBridge's rules, as far as the patterns use them. */
function matches(pattern: Json, event: Json | undefined): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') return (wanted as Json[]).some((each) => matches(each, event));
    const got = event?.[key] as unknown;
    if (!Array.isArray(wanted)) {
      const all = Array.isArray(got) ? got : [got];
      return all.some((each) => typeof each === 'object' && each !== null && matches(wanted as Json, each as Json));
    }
    return wanted.some((one) =>
      typeof one === 'object' && one !== null && 'prefix' in one
        ? typeof got === 'string' && got.startsWith(String(one.prefix))
        : one === got,
    );
  });
}

const ringing = (event: Json): string[] =>
  rules.filter(([, { Properties }]) => matches(nameOf(Properties.EventPattern) as Json, event)).map(([id]) => id);

/** An event as CloudTrail hands it to EventBridge. */
const call = (service: string, eventName: string, detail: Json): Json => ({
  source: `aws.${service}`,
  'detail-type': 'AWS API Call via CloudTrail',
  detail: { eventSource: `${service}.amazonaws.com`, eventName, ...detail },
});

const arnOf = (id: string) => JSON.stringify({ 'Fn::GetAtt': [id, 'Arn'] });
const refOf = (id: string) => JSON.stringify({ Ref: id });

describe('THREATS 21: a key that is being taken away rings', () => {
  const keys = byType('AWS::KMS::Key').map(([id]) => id);

  test.each(keys)('%s', (key) => {
    for (const name of KEY_CALLS) {
      const event = call('kms', name, { resources: [{ ARN: arnOf(key), type: 'AWS::KMS::Key' }] });
      expect(ringing(event)).toEqual([expect.stringContaining('TamperAlarmsKeys')]);
      // somebody who was refused tried.
      expect(ringing({ ...event, detail: { ...event.detail, errorCode: 'AccessDenied' } })).toHaveLength(1);
    }
  });

  test('keys can be taken back for thirty days, and keep their root', () => {
    for (const [, { Properties }] of byType('AWS::KMS::Key')) {
      expect(Properties.PendingWindowInDays).toBe(30);
      expect(JSON.stringify(Properties.KeyPolicy)).toContain(':root');
    }
  });

  test('the use of a key, and keys of others, do not', () => {
    expect(ringing(call('kms', 'Decrypt', { resources: [{ ARN: arnOf(keys[0]!) }] }))).toEqual([]);
    expect(ringing(call('kms', 'DisableKey', { resources: [{ ARN: 'arn:aws:kms:us-east-1:1:key/other' }] }))).toEqual(
      [],
    );
  });
});

describe('a protection that is being taken away rings', () => {
  const locked = byType('AWS::S3::Bucket').filter(([, { Properties }]) => Properties.ObjectLockEnabled === true);
  const tables = byType('AWS::DynamoDB::Table');

  test('of every locked bucket', () => {
    expect(locked.length).toBeGreaterThanOrEqual(3);
    for (const [id] of locked) {
      for (const name of BUCKET_CALLS) {
        expect(ringing(call('s3', name, { requestParameters: { bucketName: refOf(id) } }))).toHaveLength(1);
      }
    }
  });

  test('of every table, by name and by ARN', () => {
    expect(tables.length).toBeGreaterThanOrEqual(4);
    for (const [id] of tables) {
      for (const name of TABLE_CALLS) {
        for (const requestParameters of [
          { tableName: refOf(id) },
          { tableName: arnOf(id) },
          { resourceArn: arnOf(id) },
        ]) {
          expect(ringing(call('dynamodb', name, { requestParameters }))).toHaveLength(1);
        }
      }
    }
  });

  test('of backups, the trail and the alarms themselves', () => {
    for (const name of BACKUP_CALLS) expect(ringing(call('backup', name, {}))).toHaveLength(1);
    for (const name of TRAIL_CALLS) expect(ringing(call('cloudtrail', name, {}))).toHaveLength(1);
    for (const name of RULE_CALLS) {
      const rule = 'HardenedLlmApi-LlmApiTamperAlarmsKeys-1';
      const requestParameters = name === 'RemoveTargets' ? { rule } : { name: rule };
      expect(ringing(call('events', name, { requestParameters }))).toHaveLength(1);
    }
  });

  test('each rule tells the alarm topic at once, keeps what it cannot send, and has an alarm that keeps the state', () => {
    expect(rules).toHaveLength(6);
    const alarms = byType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => JSON.stringify(Properties));
    for (const [id, { Properties }] of rules) {
      expect(JSON.stringify(Properties.Targets[0].Arn)).toContain('MonitoringAlarms');
      expect(JSON.stringify(Properties.Targets[0].DeadLetterConfig)).toContain('DeadLetters');
      expect(alarms.some((alarm) => alarm.includes('TriggeredRules') && alarm.includes(id))).toBe(true);
    }
  });

  test('each pattern is short enough for EventBridge once names and ARNs are filled in', () => {
    for (const [, { Properties }] of rules) {
      const filled = JSON.stringify(Properties.EventPattern)
        .replaceAll(/\{"Fn::GetAtt":\["[^"]+","Arn"\]\}/g, `"${'x'.repeat(90)}"`)
        .replaceAll(/\{"Ref":"[^"]+"\}/g, `"${'x'.repeat(63)}"`);
      expect(filled.length).toBeLessThanOrEqual(2_048);
    }
  });
});

test('the trail that the alarms need is whole: every Region, validated, encrypted, locked', () => {
  const trail = byType('AWS::CloudTrail::Trail')[0]![1];
  expect(trail.Properties).toMatchObject({
    IsLogging: true,
    IsMultiRegionTrail: true,
    IncludeGlobalServiceEvents: true,
    EnableLogFileValidation: true,
  });
  expect(JSON.stringify(trail.Properties.KMSKeyId)).toContain('AccountTrailKey');
  const bucket = byType('AWS::S3::Bucket').find(([id]) => id.includes('AccountTrailBucket'))![1].Properties;
  expect(bucket.ObjectLockConfiguration.Rule.DefaultRetention).toEqual({ Mode: 'COMPLIANCE', Days: 365 });
});
