import { Duration, Stack } from 'aws-cdk-lib';
import type * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BundledFunction } from '../private/bundled-function';
import type { Profile } from '../profile';
import type { TokenTriggerEnv } from './env';

/** What the token trigger needs. */
export interface TokenTriggerProps {
  readonly profile: Profile;
  readonly key: kms.IKey;
  readonly deadLetterQueue?: sqs.IQueue;
  readonly tenantTable: dynamodb.ITable;
  readonly tenantTableKey?: kms.IKey;
}

/**
 * Defines the function that writes tenant and roles into a token before the pool signs it.
 *
 * It may read four attributes of the items that say whose a client is, and nothing else of the table. It may use the
 * table's key only through DynamoDB and only for this table, so it can open nothing that it was not handed.
 */
export class TokenTrigger extends Construct {
  public readonly handler: BundledFunction;

  public constructor(scope: Construct, id: string, props: TokenTriggerProps) {
    super(scope, id);
    const environment: TokenTriggerEnv = { TENANT_TABLE: props.tenantTable.tableName };
    this.handler = new BundledFunction(this, 'Handler', {
      asset: 'identity-token-trigger',
      description: 'Writes tenant and roles into tokens',
      environment,
      statements: this.statements(props),
      key: props.key,
      profile: props.profile,
      deadLetterQueue: props.deadLetterQueue,
      reservedConcurrency: 20,
      // the pool gives a trigger five seconds.
      timeout: Duration.seconds(5),
      memoryMiB: 512,
    });
  }

  /** Lets an imported pool call the function, once its owner has set it as trigger. */
  public allowInvocationFrom(userPool: cognito.IUserPool): void {
    this.handler.addPermission('Pool', {
      principal: new iam.ServicePrincipal('cognito-idp.amazonaws.com'),
      sourceArn: userPool.userPoolArn,
      sourceAccount: userPool.env.account,
    });
  }

  private statements(props: TokenTriggerProps): iam.PolicyStatement[] {
    const lookup = new iam.PolicyStatement({
      actions: ['dynamodb:GetItem'],
      resources: [props.tenantTable.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['C#*'] },
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', 'sk', 'tenant', 'roles'] },
        StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    });
    if (props.tenantTableKey === undefined) return [lookup];
    const decrypt = new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [props.tenantTableKey.keyArn],
      conditions: {
        StringEquals: {
          'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com`,
          'kms:EncryptionContext:aws:dynamodb:tableName': props.tenantTable.tableName,
        },
      },
    });
    return [lookup, decrypt];
  }
}
