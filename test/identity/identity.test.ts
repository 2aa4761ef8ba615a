import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, type Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type { IdentityProps } from '../../lib/identity/identity';
import { Profile } from '../../lib/profile';
import { identityStack, identityTemplate } from './synth-identity';

const POOL = 'AWS::Cognito::UserPool';
const CLIENT = 'AWS::Cognito::UserPoolClient';

describe('the user pool of the production profile', () => {
  let template: Template;
  beforeAll(() => {
    template = identityTemplate();
  });

  test('has the Plus plan with threat protection enforced, and says what enforcement does', () => {
    template.hasResourceProperties(POOL, {
      UserPoolTier: 'PLUS',
      UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
    });
    template.hasResourceProperties('AWS::Cognito::UserPoolRiskConfigurationAttachment', {
      ClientId: 'ALL',
      CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: 'BLOCK' } },
      AccountTakeoverRiskConfiguration: { Actions: { HighAction: { EventAction: 'BLOCK', Notify: false } } },
    });
  });

  test('requires a second factor, and no text message is one', () => {
    template.hasResourceProperties(POOL, { MfaConfiguration: 'ON', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] });
  });

  test('takes a passkey with user verification as both factors, bound to the domain of the pool', () => {
    const [pool] = Object.values(template.findResources(POOL));
    const [domain] = Object.values(template.findResources('AWS::Cognito::UserPoolDomain'));
    expect(pool!.Properties.WebAuthnFactorConfiguration).toBe('MULTI_FACTOR_WITH_USER_VERIFICATION');
    expect(pool!.Properties.WebAuthnUserVerification).toBe('required');
    expect(pool!.Properties.Policies.SignInPolicy.AllowedFirstAuthFactors).toEqual(['PASSWORD', 'WEB_AUTHN']);
    const prefix = domain!.Properties.Domain['Fn::Join'][1];
    const relyingParty = pool!.Properties.WebAuthnRelyingPartyID['Fn::Join'][1];
    expect(relyingParty).toEqual([...prefix, '.auth.eu-central-1.amazoncognito.com']);
    expect(domain!.Properties.ManagedLoginVersion).toBe(2);
  });

  test('lets nobody sign up, wants 14 characters and is not deleted by a mistake', () => {
    template.hasResource(POOL, {
      DeletionPolicy: 'Retain',
      Properties: {
        AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
        DeletionProtection: 'ACTIVE',
        Policies: { PasswordPolicy: Match.objectLike({ MinimumLength: 14, PasswordHistorySize: 24 }) },
      },
    });
  });

  test('has the tenant of a person as an attribute that cannot change', () => {
    template.hasResourceProperties(POOL, {
      Schema: Match.arrayWith([Match.objectLike({ Name: 'tenant', Mutable: false })]),
    });
  });

  test('calls the token trigger in the version that machine tokens need', () => {
    template.hasResourceProperties(POOL, {
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V3_0' } },
    });
  });

  test('has a group for each role', () => {
    const groups = Object.values(template.findResources('AWS::Cognito::UserPoolGroup'));
    expect(groups.map(({ Properties }) => Properties.GroupName).sort()).toEqual(['auditor', 'developer']);
  });
});

describe('the app client of people', () => {
  let template: Template;
  let client: Record<string, unknown>;
  beforeAll(() => {
    template = identityTemplate();
    client = Object.values(template.findResources(CLIENT))[0]!.Properties;
  });

  test('has the authorization code flow alone and no secret', () => {
    expect(client).toMatchObject({ AllowedOAuthFlows: ['code'], GenerateSecret: false });
    template.resourceCountIs(CLIENT, 1);
  });
  test('has no password flow outside of the hosted login', () => {
    expect(client.ExplicitAuthFlows).toEqual(['ALLOW_USER_AUTH']);
  });
  test('has access tokens of 15 minutes, rotating refresh tokens and revocation', () => {
    expect(client).toMatchObject({
      AccessTokenValidity: 15,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
      EnableTokenRevocation: true,
    });
  });
  test('does not tell whether a user exists', () => {
    expect(client.PreventUserExistenceErrors).toBe('ENABLED');
  });
  test('may not write the tenant of a person', () => {
    expect(client.WriteAttributes).toEqual(['locale']);
  });
  test('comes back to https only, and by default to the person’s own machine', () => {
    expect(client.CallbackURLs).toEqual(['https://localhost:8443/callback']);
  });
  test.each(['http://localhost:3000/callback', 'http://app.example', 'myapp://callback', 'https://a.example/#x', ''])(
    'fails when a callback is %p',
    (url) => {
      expect(() => identityStack({ callbackUrls: [url] })).toThrow(/callbackUrls\[0\]: must be an https URL/);
    },
  );
  test('fails when a logout URL is not https', () => {
    expect(() => identityStack({ logoutUrls: ['http://app.example'] })).toThrow(
      /logoutUrls\[0\]: must be an https URL/,
    );
  });
  test('fails when the list of callbacks is empty', () => {
    expect(() => identityStack({ callbackUrls: [] })).toThrow(/callbackUrls: must list at least one URL, got none/);
  });
  test('owns a branding, without which managed login shows nothing', () => {
    template.hasResourceProperties('AWS::Cognito::ManagedLoginBranding', { UseCognitoProvidedValues: true });
  });
});

describe('the trial profile', () => {
  test('has no Plus feature, keeps the second factor and is gone with its stack', () => {
    const template = identityTemplate({ profile: Profile.TRIAL });
    template.hasResource(POOL, {
      DeletionPolicy: 'Delete',
      Properties: {
        UserPoolTier: 'ESSENTIALS',
        UserPoolAddOns: Match.absent(),
        MfaConfiguration: 'ON',
        DeletionProtection: 'INACTIVE',
      },
    });
    template.resourceCountIs('AWS::Cognito::UserPoolRiskConfigurationAttachment', 0);
  });
});

describe('the domain prefix', () => {
  test('is taken from the id of the stack, so that two stacks never ask for the same', () => {
    const [domain] = Object.values(identityTemplate().findResources('AWS::Cognito::UserPoolDomain'));
    expect(JSON.stringify(domain!.Properties.Domain)).toContain('"Ref":"AWS::StackId"');
  });
  test('may be given', () => {
    identityTemplate({ domainPrefix: 'acme-llm' }).hasResourceProperties('AWS::Cognito::UserPoolDomain', {
      Domain: 'acme-llm',
    });
  });
  test('leaves room for the relying party of a passkey in the longest Region name', () => {
    const longest = `llm-${'0'.repeat(20)}.auth.ap-northeast-1.amazoncognito.com`;
    expect(longest.length).toBeLessThanOrEqual(63);
    expect(`${'a'.repeat(25)}.auth.ap-northeast-1.amazoncognito.com`.length).toBeLessThanOrEqual(63);
  });
  test.each(['Acme', 'my-aws-api', 'amazonian', 'cognito-x', '-a', 'a-', 'a'.repeat(26), 'a_b', ''])(
    'fails when it is %p',
    (domainPrefix) => {
      expect(() => identityStack({ domainPrefix })).toThrow(/domainPrefix: must be 1 to 25 of/);
    },
  );
});

describe('props', () => {
  const role = (name: string, scopes: string[] = []) => ({ name, scopes });
  const issuer = { issuer: 'https://idp.example', audience: ['llm'], tenantClaim: 'org', rolesClaim: 'groups' };
  const pool = () => cognito.UserPool.fromUserPoolId(new Stack(new App(), 'Other'), 'Pool', 'eu-central-1_abc');
  const wrong: [string, () => Partial<IdentityProps>, RegExp][] = [
    [
      'a role has an unknown scope',
      () => ({ roles: [role('a', ['llm/all'])] }),
      /roles\[0\]\.scopes\[0\]: must be one of .*got 'llm\/all'/,
    ],
    [
      'a role is called twice',
      () => ({ roles: [role('a'), role('a')] }),
      /roles\[1\]\.name: must be unique, got 'a' twice/,
    ],
    ['a role has a space in its name', () => ({ roles: [role('a b')] }), /roles\[0\]\.name: must match/],
    ['nobody is trusted', () => ({ federatedOnly: true }), /needs at least one issuer in 'issuers', got none/],
    [
      'a pool is both imported and unwanted',
      () => ({ federatedOnly: true, issuers: [issuer], userPool: pool() }),
      /exclude each other/,
    ],
    ['an imported pool has no login', () => ({ userPool: pool() }), /'userPoolBaseUrl' is needed beside 'userPool'/],
    [
      'an imported pool would get a domain',
      () => ({ userPool: pool(), userPoolBaseUrl: 'https://x.example', domainPrefix: 'x' }),
      /'domainPrefix' is for a pool that is made/,
    ],
    ['an issuer is listed twice', () => ({ issuers: [issuer, issuer] }), /issuers\[1\]\.issuer: must be unique/],
    [
      'an issuer is not https',
      () => ({ issuers: [{ ...issuer, issuer: 'http://idp.example' }] }),
      /issuers\[0\]\.issuer: must be an https URL.*got 'http:\/\/idp.example'/,
    ],
    [
      'an issuer’s keys are not https',
      () => ({ issuers: [{ ...issuer, jwksUri: 'http://idp.example/k' }] }),
      /issuers\[0\]\.jwksUri: must be an https URL/,
    ],
    [
      'an issuer’s keys need a password',
      () => ({ issuers: [{ ...issuer, jwksUri: 'https://u:p@idp.example/k' }] }),
      /jwksUri: must be an https URL without credentials/,
    ],
    [
      'an issuer has no audience',
      () => ({ issuers: [{ ...issuer, audience: [] }] }),
      /issuers\[0\]\.audience: must list at least one value/,
    ],
    ['an audience is empty', () => ({ issuers: [{ ...issuer, audience: [''] }] }), /issuers\[0\]\.audience: must list/],
    [
      'an algorithm is symmetric',
      () => ({ issuers: [{ ...issuer, algorithms: ['HS256'] }] }),
      /algorithms: must be asymmetric .*got 'HS256'/,
    ],
    [
      'an algorithm is none',
      () => ({ issuers: [{ ...issuer, algorithms: ['none'] }] }),
      /algorithms: must be asymmetric/,
    ],
    [
      'the list of an issuer’s tenants is empty',
      () => ({ issuers: [{ ...issuer, tenants: [] }] }),
      /issuers\[0\]\.tenants: must list/,
    ],
    [
      'the list of an issuer’s clients is empty',
      () => ({ issuers: [{ ...issuer, clientIds: [] }] }),
      /issuers\[0\]\.clientIds: must list/,
    ],
    [
      'a claim has no name',
      () => ({ issuers: [{ ...issuer, tenantClaim: ' ' }] }),
      /issuers\[0\]\.tenantClaim: must name a claim/,
    ],
    [
      'the other claim has no name',
      () => ({ issuers: [{ ...issuer, rolesClaim: '' }] }),
      /issuers\[0\]\.rolesClaim: must name a claim/,
    ],
    [
      'no claim is read for the client',
      () => ({ issuers: [{ ...issuer, clientClaims: [] }] }),
      /issuers\[0\]\.clientClaims: must list/,
    ],
  ];
  test.each(wrong)('fails when %s', (_, props, message) => {
    expect(() => identityStack(props())).toThrow(message);
  });

  test('warns when an issuer may speak for any tenant', () => {
    const { stack } = identityStack({ issuers: [issuer] });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('may sign tokens for every tenant'));
  });
  test('does not warn when its tenants are named', () => {
    const { stack } = identityStack({ issuers: [{ ...issuer, tenants: ['acme'] }] });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('every tenant'));
  });

  test('make no pool when only issuers are trusted', () => {
    const { stack, identity } = identityStack({ federatedOnly: true, issuers: [{ ...issuer, tenants: ['acme'] }] });
    expect(stack.resolve(identity.userPool)).toBeUndefined();
    expect(identity.tokenUrl).toBeUndefined();
    expect(identity.tokenTrigger).toBeUndefined();
  });

  test('trust an imported pool, let it call the trigger and put the client into it', () => {
    const template = identityTemplate({ userPool: pool(), userPoolBaseUrl: 'https://login.example' });
    template.resourceCountIs(POOL, 0);
    template.hasResourceProperties(CLIENT, { UserPoolId: 'eu-central-1_abc' });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: Match.anyValue(),
    });
  });
});
