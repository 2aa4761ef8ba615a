import type { TemplateRule } from '../rule';
import { list, ofType, record, refersTo, type TemplateResource, type TemplateView } from '../template-view';

type Judge = (resource: TemplateResource, template: TemplateView) => boolean;

const JUDGES: Readonly<Record<string, Judge>> = {
  'AWS::DynamoDB::Table': ({ properties }) => {
    const sse = record(properties.SSESpecification);
    return sse.SSEEnabled === true && sse.KMSMasterKeyId !== undefined;
  },
  // no rule of cdk-nag or checkov looks at global tables.
  'AWS::DynamoDB::GlobalTable': ({ properties }) =>
    record(properties.SSESpecification).SSEEnabled === true &&
    list(properties.Replicas).every((replica) => record(record(replica).SSESpecification).KMSMasterKeyId !== undefined),
  'AWS::S3::Bucket': (bucket, template) => {
    const rules = list(record(bucket.properties.BucketEncryption).ServerSideEncryptionConfiguration).map((rule) =>
      record(record(rule).ServerSideEncryptionByDefault),
    );
    const managed = rules.some(
      ({ SSEAlgorithm: algorithm, KMSMasterKeyID: key }) => algorithm === 'aws:kms' && key !== undefined,
    );
    // the log delivery service writes only where SSE-S3 is the default.
    const receivesLogs = ofType(template, 'AWS::S3::Bucket').some(({ properties }) =>
      refersTo(record(properties.LoggingConfiguration).DestinationBucketName, bucket.logicalId),
    );
    return managed || (receivesLogs && rules.some(({ SSEAlgorithm: algorithm }) => algorithm === 'AES256'));
  },
  'AWS::SQS::Queue': ({ properties }) => properties.KmsMasterKeyId !== undefined,
  'AWS::SNS::Topic': ({ properties }) => properties.KmsMasterKeyId !== undefined,
  'AWS::Logs::LogGroup': ({ properties }) => properties.KmsKeyId !== undefined,
  'AWS::SecretsManager::Secret': ({ properties }) => properties.KmsKeyId !== undefined,
  'AWS::Lambda::Function': ({ properties }) => properties.KmsKeyArn !== undefined,
  'AWS::KMS::Key': ({ properties }) => {
    const symmetric = properties.KeySpec === undefined || properties.KeySpec === 'SYMMETRIC_DEFAULT';
    return !symmetric || properties.EnableKeyRotation === true;
  },
};

/** Everything stored is under a customer-managed key, and symmetric keys rotate. */
export const encryptedStores: TemplateRule = {
  id: 'LLM02-KMS',
  info: 'Something is stored outside of a customer-managed, rotated key.',
  why: "Only a key of one's own can be taken away from a reader.",
  types: Object.keys(JUDGES),
  run: (resource, template) => (JUDGES[resource.type]?.(resource, template) ? [] : ['not-under-a-rotated-key']),
};
