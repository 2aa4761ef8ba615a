import { Annotations, Duration, Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { Profile } from '../profile';
import { keyPolicyProblems } from './key-policy';
import { removalPolicyOf } from './retention';

/** What a key for one purpose needs. */
export interface PurposeKeyProps {
  /** What the key is for, as it reads in the console: `API data`, `audit trail` … */
  readonly purpose: string;
  readonly profile: Profile;
  /** A key of the caller's in place of a new one. Its policy is checked where it can be seen. */
  readonly existing?: kms.IKey;
  /** @default false */
  readonly multiRegion?: boolean;
  /** `SIGN`: an asymmetric P-256 key; `MAC`: an HMAC-SHA-256 key; neither can do anything else. @default ENCRYPT */
  readonly use?: 'ENCRYPT' | 'SIGN' | 'MAC';
}

const USES = {
  ENCRYPT: { rotates: true, spec: {} },
  SIGN: { rotates: false, spec: { keySpec: kms.KeySpec.ECC_NIST_P256, keyUsage: kms.KeyUsage.SIGN_VERIFY } },
  MAC: { rotates: false, spec: { keySpec: kms.KeySpec.HMAC_256, keyUsage: kms.KeyUsage.GENERATE_VERIFY_MAC } },
} as const;

/**
 * Defines the customer-managed key of one purpose: other purposes have other readers, so they have other keys.
 *
 * The policy keeps the account's root as administrator (without it, one wrong statement locks the key for good) and
 * leaves the rest to IAM. A deleted key can be taken back for 30 days.
 */
export class PurposeKey extends Construct {
  public readonly key: kms.IKey;

  public constructor(scope: Construct, id: string, props: PurposeKeyProps) {
    super(scope, id);
    if (props.existing !== undefined) {
      this.key = props.existing;
      this.check(props.existing, props.purpose);
      return;
    }
    const key = new kms.Key(this, 'Resource', {
      description: `${Stack.of(this).stackName}: ${props.purpose}`,
      // AWS rotates symmetric encryption keys only.
      enableKeyRotation: USES[props.use ?? 'ENCRYPT'].rotates,
      pendingWindow: Duration.days(props.profile === Profile.TRIAL ? 7 : 30),
      removalPolicy: removalPolicyOf(props.profile),
      multiRegion: props.multiRegion,
      ...USES[props.use ?? 'ENCRYPT'].spec,
    });
    // a name of its own for each construct path: two deployments in one account never fight over an alias.
    key.addAlias(`alias/${Names.uniqueResourceName(this, { maxLength: 120, separator: '-' })}`);
    this.key = key;
    this.node.addValidation({ validate: () => this.problemsOf(key, props.purpose) });
  }

  private check(key: kms.IKey, purpose: string): void {
    if (key instanceof kms.Key) {
      // at the end of synth, when every construct has added its statements.
      this.node.addValidation({ validate: () => this.problemsOf(key, purpose) });
      return;
    }
    Annotations.of(this).addInfo(
      `the policy of the imported key for ${purpose} cannot be seen at synth: keep its root statement, and bind every service in it by aws:SourceAccount`,
    );
  }

  private problemsOf(key: kms.Key, purpose: string): string[] {
    const { keyPolicy } = key.node.defaultChild as kms.CfnKey;
    const policy = Stack.of(this).resolve(keyPolicy) as Parameters<typeof keyPolicyProblems>[0];
    return keyPolicyProblems(policy).map((problem) => `the key for ${purpose}: ${problem}`);
  }
}

/**
 * Lets a service use a key on behalf of resources of this account and Region, and of no others.
 *
 * @param sourceArn resource part of the ARNs that may ask, e.g. `alarm:*`
 */
export function serviceUse(scope: Construct, service: string, sourceArn: string): iam.PolicyStatement {
  const { partition, region, account } = Stack.of(scope);
  return new iam.PolicyStatement({
    sid: `${service.replaceAll(/[^a-z]/g, '')}OfThisAccount`,
    principals: [new iam.ServicePrincipal(`${service}.amazonaws.com`)],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    resources: ['*'],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:${service}:${region}:${account}:${sourceArn}` },
    },
  });
}
