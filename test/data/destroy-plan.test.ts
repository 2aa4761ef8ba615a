import { remainders } from '../../cli/destroy/destroy-plan';

const parts = {
  retained: [
    { type: 'AWS::S3::Bucket', physicalId: 'audit' },
    { type: 'AWS::S3::Bucket', physicalId: 'logs' },
    { type: 'AWS::DynamoDB::Table', physicalId: 'tenants' },
    { type: 'AWS::KMS::Key', physicalId: 'key' },
    { type: 'AWS::Logs::LogGroup', physicalId: 'group' },
  ],
  deletedBuckets: [],
  buckets: new Map([
    [
      'audit',
      { bytes: 2e9, objects: 2, newest: new Date('2026-11-01T00:00:00Z'), lock: { mode: 'COMPLIANCE', days: 365 } },
    ],
    ['logs', { bytes: 0, objects: 0 }],
  ]),
  tables: new Map([['tenants', { bytes: 4e9, isProtected: true }]]),
};

test('says of what stays until when and at what price', () => {
  const left = remainders(parts);
  expect(left.map(({ name, until }) => [name, until])).toEqual([
    ['audit', 'nobody deletes its newest object before 2027-11-01'],
    ['logs', 'emptied and deleted by you'],
    ['tenants', 'deletion protection is switched off and it is deleted by you'],
    ['key', 'deleted by you; what it encrypts is lost then'],
    ['group', 'deleted by you'],
  ]);
  expect(left.map(({ usdPerMonth }) => usdPerMonth)).toEqual([0.046, 0, 1, 1, 0]);
});
