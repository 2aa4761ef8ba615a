import { Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { removalPolicyOf } from '../private/retention';
import { Profile } from '../profile';

/** What the user pool needs. */
export interface UserDirectoryProps {
  readonly profile: Profile;
  readonly domainPrefix?: string;
  readonly tokenTrigger: lambda.IFunction;
  /** Names of the roles: each is a group. */
  readonly roles: readonly string[];
}

/**
 * Defines the user pool: people with a password and a second factor, or a passkey that is both; machines by client.
 *
 * A person's tenant is the attribute `custom:tenant`. It can be written once, by whoever creates the person, and never
 * changed: a person who changes tenants gets a new account. Groups are roles, and only an administrator of the pool
 * puts people into groups.
 */
export class UserDirectory extends Construct {
  public readonly userPool: cognito.UserPool;
  public readonly domain: cognito.UserPoolDomain;

  public constructor(scope: Construct, id: string, props: UserDirectoryProps) {
    super(scope, id);
    const production = props.profile !== Profile.TRIAL;
    const prefix = this.prefixOf(props.domainPrefix);

    this.userPool = new cognito.UserPool(this, 'Resource', {
      // machine tokens with own claims need at least Essentials; threat protection needs Plus.
      featurePlan: production ? cognito.FeaturePlan.PLUS : cognito.FeaturePlan.ESSENTIALS,
      standardThreatProtectionMode: production ? cognito.StandardThreatProtectionMode.FULL_FUNCTION : undefined,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      standardAttributes: { email: { required: true, mutable: true } },
      customAttributes: { tenant: new cognito.StringAttribute({ minLen: 1, maxLen: 64, mutable: false }) },
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { sms: false, otp: true },
      signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } },
      passkeyRelyingPartyId: `${prefix}.auth.${Stack.of(this).region}.amazoncognito.com`,
      passkeyUserVerification: cognito.PasskeyUserVerification.REQUIRED,
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        passwordHistorySize: 24,
        tempPasswordValidity: Duration.days(1),
      },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      deletionProtection: production,
      removalPolicy: removalPolicyOf(props.profile),
    });
    // no L2 yet: a passkey with user verification is both factors, so it may stand beside a required MFA.
    const pool = this.userPool.node.defaultChild as cognito.CfnUserPool;
    pool.webAuthnFactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';

    this.userPool.addTrigger(
      cognito.UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      props.tokenTrigger,
      cognito.LambdaVersion.V3_0,
    );

    this.domain = this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: prefix },
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });

    for (const role of props.roles) this.userPool.addGroup(`Role-${role}`, { groupName: role });
    if (production) this.enforceThreatProtection();
  }

  /** Says what enforcement does, instead of leaving it to the service's defaults. */
  private enforceThreatProtection(): void {
    const action = (eventAction: string) => ({ eventAction, notify: false });
    new cognito.CfnUserPoolRiskConfigurationAttachment(this, 'Risk', {
      userPoolId: this.userPool.userPoolId,
      clientId: 'ALL',
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: 'BLOCK' } },
      accountTakeoverRiskConfiguration: {
        actions: {
          lowAction: action('MFA_REQUIRED'),
          mediumAction: action('MFA_REQUIRED'),
          highAction: action('BLOCK'),
        },
      },
    });
  }

  /**
   * Domains are unique in a Region over all accounts. The stack's id is known only at deployment, differs between
   * two deployments of one app, and is hexadecimal, so it can hold none of the words that Cognito reserves.
   *
   * Two of its five groups: with them the passkeys' relying party stays within its 63 characters in every Region.
   */
  private prefixOf(given: string | undefined): string {
    if (given === undefined) {
      const groups = Fn.split('-', Fn.select(2, Fn.split('/', Stack.of(this).stackId)));
      return `llm-${Fn.select(0, groups)}${Fn.select(4, groups)}`;
    }
    const known = !Token.isUnresolved(given);
    if (known && (!DOMAIN_PREFIX.test(given) || RESERVED.test(given))) {
      throw new Error(
        `${this.node.path}.domainPrefix: must be 1 to 25 of a-z, 0-9 and inner hyphens, without 'aws', 'amazon' or ` +
          `'cognito', got '${given}'`,
      );
    }
    return given;
  }
}

const DOMAIN_PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,23}[a-z0-9])?$/;
const RESERVED = /aws|amazon|cognito/;
