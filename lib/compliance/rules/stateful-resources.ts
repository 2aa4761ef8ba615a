import type { TemplateRule } from '../rule';

/** What is stored outlives a mistake with the stack. */
export const statefulResources: TemplateRule = {
  id: 'OPS-PROTECT',
  info: 'A deleted stack, or one call, would delete what is stored.',
  why: 'Audit trail, budgets and keys cannot be made again.',
  types: [
    'AWS::DynamoDB::Table',
    'AWS::DynamoDB::GlobalTable',
    'AWS::S3::Bucket',
    'AWS::KMS::Key',
    'AWS::Cognito::UserPool',
  ],
  productionOnly: true,
  run: ({ type, properties, deletionPolicy }) => [
    ...(deletionPolicy === 'Retain' || deletionPolicy === 'RetainExceptOnCreate' ? [] : ['deleted-with-stack']),
    ...(type === 'AWS::DynamoDB::Table' && properties.DeletionProtectionEnabled !== true
      ? ['no-deletion-protection']
      : []),
    ...(type === 'AWS::Cognito::UserPool' && properties.DeletionProtection !== 'ACTIVE'
      ? ['no-deletion-protection']
      : []),
  ],
};
