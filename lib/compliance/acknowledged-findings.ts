import { CfnElement, Stack } from 'aws-cdk-lib';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { Profile } from '../profile';
import type { Acknowledgement } from './acknowledgement';

/** One reason for one rule, and every place where it holds. */
interface Group {
  /** Name of the rule in each pack that has it. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** Resources, from the façade on; a finding in brackets may name the resource at `{path}`. */
  readonly at: readonly (readonly [path: string, ...findings: string[]])[];
  /** Whether a resource gives no cause for it. */
  readonly unless?: (resource: IConstruct) => boolean;
  readonly trialOnly?: boolean;
  readonly productionOnly?: boolean;
}

const OWNER = 'platform-security';
/** A year after the list was last gone through. */
const EXPIRES = '2027-11-22';

const hipaa = (rule: string) => `HIPAA.Security::HIPAA.Security-${rule}`;
const nist4 = (rule: string) => `NIST.800.53.R4::NIST.800.53.R4-${rule}`;
const nist5 = (rule: string) => `NIST.800.53.R5::NIST.800.53.R5-${rule}`;
const pci = (rule: string) => `PCI.DSS.321::PCI.DSS.321-${rule}`;
const aws = (rule: string) => `AwsSolutions::AwsSolutions-${rule}`;
const serverless = (rule: string) => `Serverless::Serverless-${rule}`;
const ofAllFour = (rule: string) => [hipaa(rule), nist4(rule), nist5(rule), pci(rule)];

/**
 * Every finding that stays in the product's own template. One reason a rule, each place by name.
 */
const GROUPS: readonly Group[] = [
  {
    rules: [aws('IAM5')],
    reason:
      'X-Ray, network interfaces and the listing of streams take no narrower resource (the interfaces are denied to the code itself); the other wildcards stand behind one prefix of one bucket or the backups of one table.',
    at: [
      ['Gateway/HandlerParts/Policy/Resource', 'Resource::*', 'Resource::<{Audit/Bucket/Resource}.Arn>/late/*'],
      [
        'Audit/SealerParts/Policy/Resource',
        'Resource::*',
        'Resource::<{Audit/Bucket/Resource}.Arn>/late/*',
        'Resource::<{Audit/Bucket/Resource}.Arn>/segments/*',
      ],
      [
        'Audit/ReplicationPolicy/Resource',
        'Resource::<{Audit/Bucket/Resource}.Arn>/segments/*',
        'Resource::{replica}/segments/*',
      ],
      ['Identity/Authorizer/HandlerParts/Policy/Resource', 'Resource::*'],
      ['Identity/TokenTrigger/HandlerParts/Policy/Resource', 'Resource::*'],
      ['Credentials/RotationParts/Policy/Resource', 'Resource::*'],
      [
        'TrainingData/IngestParts/Policy/Resource',
        'Resource::*',
        'Resource::<{TrainingData/Raw/Resource}.Arn>/*/examples.jsonl',
        'Resource::<{TrainingData/Raw/Resource}.Arn>/*/provenance.json',
        'Resource::<{TrainingData/Datasets/Resource}.Arn>/*/batches/*',
      ],
      [
        'TrainingData/ApproveParts/Policy/Resource',
        'Resource::*',
        'Resource::<{TrainingData/Datasets/Resource}.Arn>/*/batches/*',
        'Resource::<{TrainingData/Datasets/Resource}.Arn>/*/manifests/*',
      ],
    ],
  },
  {
    rules: [aws('IAM5')],
    productionOnly: true,
    reason:
      'X-Ray, network interfaces and the listing of streams take no narrower resource (the interfaces are denied to the code itself); the other wildcards stand behind one prefix of one bucket or the backups of one table.',
    at: [
      [
        'Data/BackupPolicy/Resource',
        'Resource::<{Data/BudgetTable/Resource}.Arn>/backup/*',
        'Resource::<{Data/TenantTable/Resource}.Arn>/backup/*',
        'Resource::<{Audit/Table/Resource}.Arn>/backup/*',
      ],
    ],
  },
  {
    rules: [aws('COG4')],
    reason:
      'A Lambda authorizer verifies the token of Cognito or of a federated issuer and maps it to tenant and roles, which a Cognito authorizer cannot do.',
    at: [
      ['Edge/Api/Resource/Default/chat/completions/POST/Resource'],
      ['Edge/Api/Resource/Default/responses/POST/Resource'],
      ['Edge/Api/Resource/Default/embeddings/POST/Resource'],
      ['Edge/Api/Resource/Default/guard/POST/Resource'],
      ['Edge/Api/Resource/Default/models/GET/Resource'],
      ['Edge/Api/Resource/Default/usage/GET/Resource'],
    ],
  },
  {
    rules: ofAllFour('APIGWCacheEnabledAndEncrypted'),
    reason:
      'Streamed integrations cannot be cached, and an answer to one tenant must never be served to another: there is no cache.',
    at: [['Edge/Api/Resource/DeploymentStage.v1/Resource']],
  },
  {
    rules: ofAllFour('LambdaInsideVPC'),
    reason:
      'What these functions call (the keys of a user pool with a domain or of a federated issuer, an upstream) cannot be reached over PrivateLink; they have no right to prompts or data keys.',
    at: [
      ['Identity/Authorizer/Handler/Resource'],
      ['Identity/TokenTrigger/Handler/Resource'],
      ['Credentials/Rotation/Resource'],
    ],
  },
  {
    rules: ofAllFour('S3BucketReplicationEnabled'),
    unless: (resource) => (resource as CfnBucket).replicationConfiguration !== undefined,
    reason:
      'A replica worth having is in another account or Region, which only the owner of both can name; the audit trail and datasets are locked and versioned where they are.',
    at: [
      ['Audit/Bucket/Resource'],
      ['Data/AccessLogs/Resource'],
      ['TrainingData/Raw/Resource'],
      ['TrainingData/Datasets/Resource'],
      ['AccountTrail/Bucket/Resource'],
    ],
  },
  {
    rules: [serverless('SQSRedrivePolicy')],
    reason: 'These queues are the dead-letter queues: what is in them has no further place to go, and rings an alarm.',
    at: [['Audit/DeadLetters/Resource'], ['DeadLetters/Resource/Resource'], ['TrainingData/Refused/Resource']],
  },
  {
    rules: [nist4('S3BucketDefaultLockEnabled')],
    reason:
      'S3 delivers access logs to no bucket with object lock, and raw training data has to go: both are versioned and expire by themselves.',
    at: [['Data/AccessLogs/Resource'], ['TrainingData/Raw/Resource']],
  },
  {
    rules: [hipaa('S3DefaultEncryptionKMS'), nist5('S3DefaultEncryptionKMS'), pci('S3DefaultEncryptionKMS')],
    reason: 'S3 delivers access logs only to a bucket whose default is SSE-S3; they hold names of objects, no content.',
    at: [['Data/AccessLogs/Resource']],
  },
  {
    rules: [aws('DDB3')],
    reason:
      'The table holds the keys of content that a tenant may ask to erase: a recovered key would undo the erasure.',
    at: [['Audit/ContentKeyTable/Resource']],
  },
  {
    rules: [hipaa('DynamoDBPITREnabled'), nist4('DynamoDBPITREnabled'), nist5('DynamoDBPITREnabled')],
    reason:
      'The table holds the keys of content that a tenant may ask to erase: a recovered key would undo the erasure.',
    at: [['Audit/ContentKeyTable/Resource']],
  },
  {
    rules: [hipaa('DynamoDBInBackupPlan'), nist4('DynamoDBInBackupPlan'), nist5('DynamoDBInBackupPlan')],
    reason:
      'The table holds the keys of content that a tenant may ask to erase: a recovered key would undo the erasure.',
    at: [['Audit/ContentKeyTable/Resource']],
  },
  {
    rules: ofAllFour('VPCDefaultSecurityGroupClosed'),
    productionOnly: true,
    reason:
      'Nothing is in the default group: every interface names its own. CloudFormation cannot close the group, and a custom resource for it would hold rights over every group.',
    at: [['Network/Vpc/Resource']],
  },
  {
    // only where the config has `egress`.
    rules: [hipaa, nist5, pci].map((pack) => pack('VPCNoUnrestrictedRouteToIGW')),
    productionOnly: true,
    reason:
      "Only the NAT gateway of the config's egress stands in these subnets; what leaves through it is let through by name of the host.",
    at: [['Network/Vpc/publicSubnet1/DefaultRoute'], ['Network/Vpc/publicSubnet2/DefaultRoute']],
  },
  {
    rules: ofAllFour('LambdaInsideVPC'),
    trialOnly: true,
    reason: 'The trial profile has no private network, says so at each synth, and is not for real prompts.',
    at: [
      ['Gateway/Handler/Resource'],
      ['Audit/Sealer/Resource'],
      ['TrainingData/Ingest/Resource'],
      ['TrainingData/Approve/Resource'],
    ],
  },
  {
    rules: [hipaa('LambdaConcurrency'), nist5('LambdaConcurrency')],
    trialOnly: true,
    reason: "The trial profile sets no concurrency aside, because a new account's whole quota may be ten.",
    at: [
      ['Gateway/Handler/Resource'],
      ['Audit/Sealer/Resource'],
      ['TrainingData/Ingest/Resource'],
      ['TrainingData/Approve/Resource'],
      ['Identity/Authorizer/Handler/Resource'],
      ['Identity/TokenTrigger/Handler/Resource'],
    ],
  },
  {
    rules: [hipaa('DynamoDBInBackupPlan'), nist4('DynamoDBInBackupPlan'), nist5('DynamoDBInBackupPlan')],
    trialOnly: true,
    reason: 'The trial profile has no backups: everything in it goes away with the stack, within a day.',
    at: [['Data/BudgetTable/Resource'], ['Data/TenantTable/Resource'], ['Audit/Table/Resource']],
  },
  {
    rules: [aws('COG8')],
    trialOnly: true,
    reason: 'The trial profile does without the features of the Plus plan, which are paid for by active user.',
    at: [['Identity/Users/Resource/Resource']],
  },
];

/**
 * The acknowledgements of a façade, with paths from the root of the app and logical ids filled in.
 *
 * @param api the façade, wherever it stands
 */
export function acknowledgedFindings(api: IConstruct, profile: Profile): Acknowledgement[] {
  return GROUPS.filter(
    ({ trialOnly, productionOnly }) => !(profile === Profile.TRIAL ? productionOnly : trialOnly),
  ).flatMap(({ rules, reason, at, unless = () => false }) =>
    // what is no part of this deployment needs no acknowledgement.
    at
      .filter(([path]) => {
        const resource = resourceAt(api, path);
        return resource !== undefined && !unless(resource);
      })
      .flatMap(([path, ...findings]) =>
        rules.flatMap((rule) =>
          (findings.length === 0 ? [rule] : findings.map((finding) => `${rule}[${filledIn(api, finding)}]`)).map(
            (id) => ({
              path: `${api.node.path}/${path}`,
              id,
              reason,
              owner: OWNER,
              expires: EXPIRES,
            }),
          ),
        ),
      ),
  );
}

/** `{path}` becomes the logical id of the resource at that path, `{replica}` the ARN of the bucket with the copies. */
function filledIn(api: IConstruct, finding: string): string {
  if (finding.includes('{replica}')) {
    const { replicationConfiguration } = resourceAt(api, 'Audit/Bucket/Resource') as CfnBucket;
    const { rules } = replicationConfiguration as CfnBucket.ReplicationConfigurationProperty;
    const [rule] = rules as CfnBucket.ReplicationRuleProperty[];
    return finding.replace('{replica}', (rule!.destination as CfnBucket.ReplicationDestinationProperty).bucket);
  }
  return finding.replaceAll(/\{([^}]+)\}/g, (_, path: string) => {
    const resource = resourceAt(api, path);
    return resource !== undefined && CfnElement.isCfnElement(resource)
      ? Stack.of(resource).resolve(resource.logicalId)
      : path;
  });
}

function resourceAt(api: IConstruct, path: string): IConstruct | undefined {
  return path.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), api);
}
