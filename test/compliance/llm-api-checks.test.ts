import { LLM_API_RULES } from '../../lib/compliance/rules';
import { all, first, type Json, judge, productionTemplate, remove, type TemplateJson, trialTemplate } from './template';

test('the shipped production template breaks no rule', () => {
  expect(judge(productionTemplate())).toEqual([]);
});

test('the template of a trial breaks no rule that holds in a trial', () => {
  expect(judge(trialTemplate())).toEqual([]);
});

test('a template that does not say that it is a trial is judged as production', () => {
  const template = trialTemplate();
  template.Metadata = {};
  expect(judge(template)).toEqual(
    expect.arrayContaining(['OPS-AUDIT[not-compliance-mode]', 'API-ISOLATED[outside-the-network]']),
  );
});

const STAGE = 'AWS::ApiGateway::Stage';
const METHOD = 'AWS::ApiGateway::Method';
const ACL = 'AWS::WAFv2::WebACL';
const FUNCTION = 'AWS::Lambda::Function';
const POLICY = 'AWS::IAM::ManagedPolicy';
const rules = (template: TemplateJson) => first(template, ACL).Properties.Rules as Json[];
const rule = (template: TemplateJson, name: string) => rules(template).find(({ Name }) => Name === name)!;
const drop = (template: TemplateJson, name: string) => {
  first(template, ACL).Properties.Rules = rules(template).filter(({ Name }) => Name !== name);
};
const statement = (template: TemplateJson, sid: string) =>
  all(template, POLICY)
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Json[])
    .find(({ Sid }) => Sid === sid)!;

/** Takes a statement out of the first bucket policy that has it. */
const withoutStatement = (template: TemplateJson, sid: string) => {
  const document = bucketPolicy(template, sid);
  document.Statement = document.Statement.filter(({ Sid }: Json) => Sid !== sid);
};
const bucketPolicy = (template: TemplateJson, sid: string): Json =>
  first(template, 'AWS::S3::BucketPolicy', ({ PolicyDocument }) =>
    (PolicyDocument.Statement as Json[]).some(({ Sid }) => Sid === sid),
  ).Properties.PolicyDocument as Json;
const statementOf = (template: TemplateJson, sid: string) =>
  (bucketPolicy(template, sid).Statement as Json[]).find(({ Sid }) => Sid === sid)!;
const journal = (template: TemplateJson) =>
  first(template, 'AWS::DynamoDB::Table', ({ StreamSpecification }) => StreamSpecification !== undefined);

type Mutation = readonly [what: string, finding: string, mutate: (template: TemplateJson) => void];

/** What somebody could do to a template, and the rule that says so. */
const MUTATIONS: readonly Mutation[] = [
  ['no web ACL association', 'API-WAF[no-association]', (t) => remove(t, 'AWS::WAFv2::WebACLAssociation')],
  ['no rate rule', 'API-NOCOUNT[no-rate-rule]', (t) => (drop(t, 'RatePerAddress'), drop(t, 'AnonymousRatePerAddress'))],
  [
    'a managed group less',
    'API-NOCOUNT[missing-AWSManagedRulesSQLiRuleSet]',
    (t) => drop(t, 'AWSManagedRulesSQLiRuleSet'),
  ],
  [
    'a group that only counts',
    'API-NOCOUNT[counting-AWSManagedRulesCommonRuleSet]',
    (t) => (rule(t, 'AWSManagedRulesCommonRuleSet').OverrideAction = { Count: {} }),
  ],
  [
    'a rule of a group that allows',
    'API-NOCOUNT[opened-AWSManagedRulesKnownBadInputsRuleSet]',
    (t) =>
      (rule(t, 'AWSManagedRulesKnownBadInputsRuleSet').Statement.ManagedRuleGroupStatement.RuleActionOverrides = [
        { Name: 'Host_localhost_HEADER', ActionToUse: { Allow: {} } },
      ]),
  ],
  [
    'a small inspection',
    'API-WAFBODY[inspects-less-than-64-kb]',
    (t) => delete first(t, ACL).Properties.AssociationConfig,
  ],
  ['no length rule', 'API-WAFBODY[no-length-limit]', (t) => drop(t, 'BodyTooLarge')],
  ['no encoding rule', 'API-WAFBODY[no-encoding-limit]', (t) => drop(t, 'EncodedBody')],
  [
    'an oversize body passed over in silence',
    'API-WAFBODY[silent-oversize]',
    (t) => (rule(t, 'BodyBeyondInspection').Statement.SizeConstraintStatement.FieldToMatch.Body = {}),
  ],
  ['no WAF log', 'LLM02-WAFREDACT[no-log]', (t) => remove(t, 'AWS::WAFv2::LoggingConfiguration')],
  [
    'tokens in the WAF log',
    'LLM02-WAFREDACT[logs-authorization]',
    (t) =>
      (first(t, 'AWS::WAFv2::LoggingConfiguration').Properties.RedactedFields = [{ SingleHeader: { Name: 'cookie' } }]),
  ],
  ['an open method', 'API-AUTHZ[no-authorizer]', (t) => (first(t, METHOD).Properties.AuthorizationType = 'NONE')],
  ['a method for anything', 'API-AUTHZ[any-method]', (t) => (first(t, METHOD).Properties.HttpMethod = 'ANY')],
  ['no validator', 'LLM10-MAXTOK[no-validator]', (t) => delete first(t, METHOD).Properties.RequestValidatorId],
  [
    'a model for one Content-Type only',
    'LLM10-MAXTOK[no-default-model]',
    (t) => {
      const method = first(t, METHOD, ({ HttpMethod }) => HttpMethod === 'POST').Properties;
      method.RequestModels = { 'application/json': method.RequestModels.$default };
    },
  ],
  [
    'messages without end',
    'LLM10-BOUNDS[$.messages:maxItems]',
    (t) => {
      const chat = first(t, 'AWS::ApiGateway::Model', ({ Schema }) => Schema.title === 'ChatCompletion');
      delete chat.Properties.Schema.properties.messages.maxItems;
    },
  ],
  [
    'an authorizer that looks at the path',
    'API-AUTHCACHE[identity-source]',
    (t) =>
      (first(t, 'AWS::ApiGateway::Authorizer').Properties.IdentitySource =
        'method.request.header.Authorization,context.path'),
  ],
  [
    'a key from a header',
    'API-KEYNOTAUTH[key-from-header]',
    (t) => delete first(t, 'AWS::ApiGateway::RestApi').Properties.ApiKeySourceType,
  ],
  [
    'a method without a plan',
    'API-KEYNOTAUTH[method-without-key]',
    (t) => (first(t, METHOD).Properties.ApiKeyRequired = false),
  ],
  ['old TLS', 'API-TLS[old-tls]', (t) => delete first(t, 'AWS::ApiGateway::RestApi').Properties.SecurityPolicy],
  [
    'basic endpoint access',
    'API-TLS[basic-access]',
    (t) => delete first(t, 'AWS::ApiGateway::RestApi').Properties.EndpointAccessMode,
  ],
  [
    'bodies in the execution log',
    'LLM02-NODATATRACE[data-trace]',
    (t) => ((first(t, STAGE)!.Properties.MethodSettings as Json[])[0]!.DataTraceEnabled = true),
  ],
  ['no access log', 'LLM02-ACCESSLOG[no-access-log]', (t) => delete first(t, STAGE).Properties.AccessLogSetting],
  [
    'claims in the access log',
    'LLM02-ACCESSLOG[content-in-log]',
    (t) => (first(t, STAGE).Properties.AccessLogSetting.Format = '$context.authorizer.claims.email'),
  ],
  ['no stage throttle', 'LLM10-THROTTLE[no-throttle]', (t) => delete first(t, STAGE).Properties.MethodSettings],
  ['no quota', 'LLM10-THROTTLE[no-quota]', (t) => delete first(t, 'AWS::ApiGateway::UsagePlan').Properties.Quota],
  [
    "AWS's own name beside a name of one's own",
    'API-DEFAULTURL[default-url]',
    (t) => {
      const [api] = Object.entries(t.Resources).find(([, { Type }]) => Type === 'AWS::ApiGateway::RestApi')!;
      t.Resources.Mapping = { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { RestApiId: { Ref: api } } };
    },
  ],
  [
    'a private API that any endpoint reaches',
    'API-DEFAULTURL[any-endpoint]',
    (t) => (first(t, 'AWS::ApiGateway::RestApi').Properties.EndpointConfiguration = { Types: ['PRIVATE'] }),
  ],
  ['any model', 'LLM06-INVOKEBROAD[broad-model]', (t) => (statement(t, 'Models').Resource = '*')],
  [
    'every version of a model',
    'LLM06-INVOKEBROAD[broad-model]',
    (t) => (statement(t, 'Models').Resource = 'arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0'),
  ],
  ['every action of Bedrock', 'LLM06-INVOKEBROAD[broad-action]', (t) => (statement(t, 'Models').Action = 'bedrock:*')],
  [
    'a guarded model that is called without its guardrail',
    'LLM01-GUARDRAIL[call-without-guardrail]',
    (t) => (t.Metadata.HardenedLlmApi.guardedModels = ['amazon.nova-lite-v1:0']),
  ],
  [
    'all actions but one',
    'LLM06-INVOKEBROAD[broad-action]',
    (t) => {
      const models = statement(t, 'Models');
      delete models.Action;
      models.NotAction = 'iam:PassRole';
    },
  ],
  [
    'no key rotation',
    'LLM02-KMS[not-under-a-rotated-key]',
    (t) =>
      delete first(t, 'AWS::KMS::Key', ({ EnableKeyRotation }) => EnableKeyRotation === true).Properties
        .EnableKeyRotation,
  ],
  [
    'a table under a key of AWS',
    'LLM02-KMS[not-under-a-rotated-key]',
    (t) => delete first(t, 'AWS::DynamoDB::Table').Properties.SSESpecification.KMSMasterKeyId,
  ],
  [
    'a global table without a key',
    'LLM02-KMS[not-under-a-rotated-key]',
    (t) =>
      (t.Resources.Global = {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: { Replicas: [{ Region: 'eu-west-1' }] },
        DeletionPolicy: 'Retain',
      }),
  ],
  [
    'a log without a key',
    'LLM02-KMS[not-under-a-rotated-key]',
    (t) => delete first(t, 'AWS::Logs::LogGroup').Properties.KmsKeyId,
  ],
  [
    'a bucket under SSE-S3',
    'LLM02-KMS[not-under-a-rotated-key]',
    (t) =>
      delete first(t, 'AWS::S3::Bucket', ({ ObjectLockEnabled }) => Boolean(ObjectLockEnabled)).Properties
        .BucketEncryption,
  ],
  [
    'a key without its administrator',
    'LLM02-KMSPOLICY[no-administrator]',
    (t) => {
      const policy = first(t, 'AWS::KMS::Key').Properties.KeyPolicy!;
      policy.Statement = (policy.Statement as Json[]).filter(({ Action }) => JSON.stringify(Action) !== '"kms:*"');
    },
  ],
  [
    'a service bound to nothing',
    'LLM02-KMSPOLICY[unbound-principal]',
    (t) => {
      const statements = first(t, 'AWS::KMS::Key').Properties.KeyPolicy.Statement as Json[];
      delete statements.find(({ Principal }) => 'Service' in Principal)!.Condition;
    },
  ],
  [
    'a secret in the environment',
    'LLM02-ENVSECRET[UPSTREAM_API_KEY]',
    (t) => (first(t, FUNCTION).Properties.Environment.Variables.UPSTREAM_API_KEY = 'x'),
  ],
  [
    'a resolved secret',
    'LLM02-ENVSECRET[HARMLESS]',
    (t) => (first(t, FUNCTION).Properties.Environment.Variables.HARMLESS = '{{resolve:secretsmanager:key}}'),
  ],
  [
    'inline code',
    'LLM03-RUNTIME[inline-code]',
    (t) => (first(t, FUNCTION).Properties.Code = { ZipFile: 'exports.handler=1' }),
  ],
  ['an old runtime', 'LLM03-RUNTIME[old-runtime]', (t) => (first(t, FUNCTION).Properties.Runtime = 'nodejs18.x')],
  [
    'a loop of functions',
    'LLM03-RUNTIME[recursive-loop]',
    (t) => (first(t, FUNCTION).Properties.RecursiveLoop = 'Allow'),
  ],
  [
    'no ceiling of concurrency',
    'LLM10-CONCURRENCY[no-ceiling]',
    (t) => delete first(t, FUNCTION).Properties.ReservedConcurrentExecutions,
  ],
  [
    'a service that calls for anybody',
    'API-PERM[no-source]',
    (t) => {
      const permission = first(t, 'AWS::Lambda::Permission').Properties;
      delete permission.SourceArn;
      delete permission.SourceAccount;
    },
  ],
  ['everybody calls', 'API-PERM[anyone]', (t) => (first(t, 'AWS::Lambda::Permission').Properties.Principal = '*')],
  [
    'a stage variable in the way',
    'API-STAGEVAR[stage-variable]',
    (t) => (first(t, METHOD).Properties.Integration.Uri = 'https://${stageVariables.host}/'),
  ],
  [
    'an endpoint without a policy',
    'API-SSRF[no-policy]',
    (t) => delete first(t, 'AWS::EC2::VPCEndpoint').Properties.PolicyDocument,
  ],
  [
    'an endpoint for every action',
    'API-SSRF[broad-policy]',
    (t) => ((first(t, 'AWS::EC2::VPCEndpoint')!.Properties.PolicyDocument.Statement as Json[])[0]!.Action = '*'),
  ],
  [
    'an endpoint for other accounts',
    'API-SSRF[broad-policy]',
    (t) => delete (first(t, 'AWS::EC2::VPCEndpoint').Properties.PolicyDocument.Statement as Json[])[0]!.Condition,
  ],
  [
    'a gateway outside of the network',
    'API-ISOLATED[outside-the-network]',
    (t) => {
      for (const fn of all(t, FUNCTION)) delete fn.Properties.VpcConfig;
    },
  ],
  [
    'a gateway next to the internet',
    'API-ISOLATED[public-subnet]',
    (t) => {
      const { RouteTableId } = first(t, 'AWS::EC2::SubnetRouteTableAssociation').Properties;
      t.Resources.Open = {
        Type: 'AWS::EC2::Route',
        Properties: { RouteTableId, GatewayId: { Ref: 'Igw' }, DestinationCidrBlock: '0.0.0.0/0' },
      };
    },
  ],
  [
    'governance mode',
    'OPS-AUDIT[not-compliance-mode]',
    (t) =>
      (first(t, 'AWS::S3::Bucket', ({ ObjectLockEnabled }) =>
        Boolean(ObjectLockEnabled),
      ).Properties.ObjectLockConfiguration.Rule.DefaultRetention.Mode = 'GOVERNANCE'),
  ],
  [
    'no locked bucket',
    'OPS-AUDIT[no-locked-bucket]',
    (t) => all(t, 'AWS::S3::Bucket').forEach((bucket) => delete bucket.Properties.ObjectLockEnabled),
  ],
  [
    'a locked bucket from which one may delete',
    'OPS-LOCK[anyone-deletes]',
    (t) => withoutStatement(t, 'NobodyDeletesObjects'),
  ],
  [
    'a lock that can be shortened',
    'OPS-LOCK[retention-can-change]',
    (t) => withoutStatement(t, 'NobodyShortensRetention'),
  ],
  [
    'a lock for all but one',
    'OPS-LOCK[anyone-deletes]',
    (t) =>
      (statementOf(t, 'NobodyDeletesObjects').Condition = {
        StringNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/admin' },
      }),
  ],
  ['segments from anyone', 'OPS-LOCK[anyone-puts]', (t) => withoutStatement(t, 'OnlyItsWriterPutssegments')],
  ['late records from anyone', 'OPS-LOCK[anyone-puts]', (t) => withoutStatement(t, 'OnlyItsWriterPutslate')],
  ['objects beside the trail', 'OPS-LOCK[anyone-puts]', (t) => withoutStatement(t, 'NobodyPutsElsewhere')],
  ['a trail that anyone writes', 'OPS-LOCK[anyone-puts]', (t) => withoutStatement(t, 'OnlyTheServicePuts')],
  [
    'a role that deletes from everywhere',
    'OPS-LOCK[Cleaner-deletes]',
    (t) =>
      (t.Resources.Cleaner = {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:Delete*', Resource: '*' }] },
          Roles: [],
        },
      }),
  ],
  ['a journal that anyone writes', 'OPS-JOURNAL[anyone-writes]', (t) => delete journal(t).Properties.ResourcePolicy],
  [
    'a journal that anyone empties',
    'OPS-JOURNAL[anyone-writes]',
    (t) => {
      const [deny] = journal(t).Properties.ResourcePolicy.PolicyDocument.Statement;
      deny.Action = deny.Action.filter((action: string) => action !== 'dynamodb:DeleteItem');
    },
  ],
  [
    'a journal whose changes nobody sees',
    'OPS-JOURNAL[changes-unseen]',
    (t) => (journal(t).Properties.StreamSpecification.StreamViewType = 'KEYS_ONLY'),
  ],
  ['a table without backups', 'OPS-BACKUP[not-backed-up]', (t) => remove(t, 'AWS::Backup::BackupSelection')],
  [
    'a table without yesterday',
    'OPS-BACKUP[no-point-in-time-recovery]',
    (t) => delete journal(t).Properties.PointInTimeRecoverySpecification,
  ],
  [
    'a vault that can be opened',
    'OPS-BACKUP[vault-not-locked]',
    (t) => delete first(t, 'AWS::Backup::BackupVault').Properties.LockConfiguration.ChangeableForDays,
  ],
  ...(['S3::Bucket', 'SQS::Queue', 'SNS::Topic'] as const).map((type): Mutation => [
    `a ${type} in the clear`,
    'OPS-TLS[without-tls]',
    (t) => remove(t, `AWS::${type}Policy`),
  ]),
  ['a silent alarm', 'OPS-ALARMS[no-action]', (t) => delete first(t, 'AWS::CloudWatch::Alarm').Properties.AlarmActions],
  [
    'an alarm that shrugs',
    'OPS-ALARMS[missing-data]',
    (t) => delete first(t, 'AWS::CloudWatch::Alarm').Properties.TreatMissingData,
  ],
  [
    'a table that goes with the stack',
    'OPS-PROTECT[deleted-with-stack]',
    (t) => (first(t, 'AWS::DynamoDB::Table').DeletionPolicy = 'Delete'),
  ],
  [
    'a table that one call deletes',
    'OPS-PROTECT[no-deletion-protection]',
    (t) => delete first(t, 'AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled,
  ],
  [
    'a log for ever',
    'LLM02-RETENTION[no-end]',
    (t) => delete first(t, 'AWS::Logs::LogGroup').Properties.RetentionInDays,
  ],
  [
    'a password alone',
    'API-COGNITO[no-mfa]',
    (t) => (first(t, 'AWS::Cognito::UserPool').Properties.MfaConfiguration = 'OPTIONAL'),
  ],
  [
    'self sign-up',
    'API-COGNITO[self-sign-up]',
    (t) => delete first(t, 'AWS::Cognito::UserPool').Properties.AdminCreateUserConfig,
  ],
  [
    'a short password',
    'API-COGNITO[short-password]',
    (t) => (first(t, 'AWS::Cognito::UserPool').Properties.Policies.PasswordPolicy.MinimumLength = 8),
  ],
  [
    'an implicit flow',
    'API-COGNITO[implicit-flow]',
    (t) => (first(t, 'AWS::Cognito::UserPoolClient').Properties.AllowedOAuthFlows = ['implicit']),
  ],
  [
    'a plain callback',
    'API-COGNITO[plain-callback]',
    (t) => (first(t, 'AWS::Cognito::UserPoolClient').Properties.CallbackURLs = ['http://a.example/']),
  ],
  [
    'a client that tells who exists',
    'API-COGNITO[tells-who-exists]',
    (t) => delete first(t, 'AWS::Cognito::UserPoolClient').Properties.PreventUserExistenceErrors,
  ],
  [
    'a token for a day',
    'API-COGNITO[long-lived-token]',
    (t) => (first(t, 'AWS::Cognito::UserPoolClient').Properties.AccessTokenValidity = 1440),
  ],
  [
    'answers for every origin',
    'API-CORS[any-origin]',
    (t) =>
      (first(t, 'AWS::ApiGateway::GatewayResponse').Properties.ResponseParameters![
        'gatewayresponse.header.Access-Control-Allow-Origin'
      ] = "'*'"),
  ],
  [
    'an answer to keep',
    'LLM05-ENCODE[no-cache-control]',
    (t) =>
      delete first(t, 'AWS::ApiGateway::GatewayResponse').Properties.ResponseParameters![
        'gatewayresponse.header.Cache-Control'
      ],
  ],
  [
    "an answer in AWS's shape",
    'LLM05-ENCODE[other-shape]',
    (t) =>
      (first(t, 'AWS::ApiGateway::GatewayResponse').Properties.ResponseTemplates = {
        'application/json': '{"message":1}',
      }),
  ],
];

describe('THREATS 35: a weakened template is refused, and by name', () => {
  test('there are more than forty of them', () => {
    expect(new Set(MUTATIONS.map(([what]) => what)).size).toBeGreaterThan(40);
  });

  test.each(MUTATIONS)('%s: %s', (_, finding, mutate) => {
    const template = productionTemplate();
    mutate(template);
    expect(judge(template)).toContain(finding);
  });
});

test('no rule is without a mutation that breaks it', () => {
  const covered = new Set(MUTATIONS.map(([, finding]) => finding.slice(0, finding.indexOf('['))));
  expect(LLM_API_RULES.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual([]);
});

test('each rule has an id of its own and says what and why', () => {
  expect(new Set(LLM_API_RULES.map(({ id }) => id)).size).toBe(LLM_API_RULES.length);
  for (const { info, why } of LLM_API_RULES) expect([info, why].every((text) => /^[A-Z].+\.$/.test(text))).toBe(true);
});
