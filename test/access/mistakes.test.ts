import Ajv from 'ajv-draft-04';
import { fidelityOf, KNOWLEDGE } from '../../local/ledger/knowledge';
import { withoutAccepted } from '../../review/access/accepted-grants';
import { concreteTemplate } from '../../review/access/concrete';
import { type CallOf, judgeAccess } from '../../review/access/judge-access';
import { type HostOf, judgeReach } from '../../review/access/reachability';
import { orderProblems } from '../../review/shape/dependencies';
import { limitProblems } from '../../review/shape/limits';
import type { Template } from '../../review/template';
import { modelProblems } from './model-problems';
import { type RecordedStack, recordStack } from './recorded';
import { factsOf, VARIANTS } from './variants';

const CONFIG = VARIANTS['every provider']!;

/** What somebody works on: the template, what the code calls, and what the config says. */
interface Work {
  readonly template: Template;
  calls: CallOf[];
  hosts: HostOf[];
  facts: ReturnType<typeof factsOf>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a template that is broken on purpose has no type.
type Loose = any;

let stack: RecordedStack;
beforeAll(async () => {
  stack = await recordStack(CONFIG);
}, 300_000);

const idOf = (template: Template, pattern: RegExp): string => {
  const id = Object.keys(template.Resources).find((each) => pattern.test(each));
  if (id === undefined) throw new Error(`the template has no resource like ${pattern}`);
  return id;
};
/** The template, to take resources away from. */
const loose = (template: Template): Loose => template.Resources;
const properties = (template: Template, pattern: RegExp): Loose =>
  template.Resources[idOf(template, pattern)]!.Properties;
/** A statement of the policy of a resource, by its `Sid` or by an action that it has. */
function statement(template: Template, holder: RegExp, has: string): Loose {
  const { PolicyDocument, KeyPolicy } = properties(template, holder);
  const found = (PolicyDocument ?? KeyPolicy).Statement.find(
    (each: Loose) => each.Sid === has || [each.Action].flat().includes(has),
  );
  if (found === undefined) throw new Error(`${holder} has no statement with ${has}`);
  return found;
}
const without = (list: Loose, item: string): Loose => [list].flat().filter((each: Loose) => each !== item);

const GATEWAY = /GatewayHandlerPartsPolicy/;
const SEALER = /AuditSealerPartsPolicy/;
const BEDROCK = /Vpcbedrockruntime/;
const DYNAMODB = /Vpcdynamodb/;
const S3 = /NetworkVpcs3/;

/** Every problem that our judges find. */
function problemsOf({ template, calls, hosts, facts }: Work): string[] {
  const concrete = concreteTemplate(template);
  const models = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::ApiGateway::Model');
  return [
    ...withoutAccepted(judgeAccess(concrete, calls, facts).findings).open.map(({ message }) => message),
    ...judgeReach(concrete, calls, hosts).map(({ message }) => message),
    ...limitProblems(concrete, template),
    ...orderProblems(template),
    ...calls.flatMap(({ call }) => modelProblems(call)),
    ...Object.values(template.Resources).flatMap(({ Type, Properties = {} }) =>
      Object.keys(Properties)
        // a type of its own is for the ledger's own test.
        .filter((name) => Type in KNOWLEDGE && fidelityOf(Type, name) === undefined)
        .map((name) => `${Type}.${name} is not known to the ledger`),
    ),
    ...models.flatMap(({ Properties }) => modelSchemaProblems((Properties as Loose).Schema)),
  ];
}

/** By the text of a schema: most mistakes leave it as it was, and compiling one takes long. */
const judgedSchemas = new Map<string, string[]>();

function modelSchemaProblems(schema: Loose): string[] {
  const text = JSON.stringify(schema);
  const known = judgedSchemas.get(text);
  if (known !== undefined) return known;
  const problems: string[] = [];
  try {
    new Ajv({ strict: false }).compile({ ...schema, $schema: undefined });
  } catch (error) {
    problems.push(`request model ${schema.title}: ${(error as Error).message}`);
  }
  judgedSchemas.set(text, problems);
  return problems;
}

/** A call that code makes differently. */
function changeCall(work: Work, operation: string, change: (input: Record<string, Loose>) => object): void {
  const index = work.calls.findIndex(({ call }) => call.operation === operation);
  if (index < 0) throw new Error(`nobody calls ${operation}`);
  const { caller, call } = work.calls[index]!;
  work.calls[index] = { caller, call: { ...call, input: change({ ...call.input }) as typeof call.input } };
}

const MISTAKES: readonly [what: string, said: RegExp, make: (work: Work) => void][] = [
  [
    'a missing action of a role',
    /budget-table.*dynamodb:UpdateItem .*refused: no statement of the role's policy/,
    ({ template: t }) => (statement(t, GATEWAY, 'Budget').Action = ['dynamodb:BatchGetItem', 'dynamodb:GetItem']),
  ],
  [
    'an action that is spelt wrong',
    /s3:PutObject on .*late.*refused/,
    ({ template: t }) => (statement(t, GATEWAY, 's3:PutObject').Action = 's3:PutObjects'),
  ],
  [
    'a right on the wrong table',
    /dynamo-directory.*BatchGetItem .*refused: no statement of the role's policy/,
    ({ template: t }) =>
      (statement(t, GATEWAY, 'Directory').Resource = { 'Fn::GetAtt': [idOf(t, /^LlmApiAuditTable/), 'Arn'] }),
  ],
  [
    'a condition on other items',
    /aws-journal.*UpdateItem .*refused.*asks for ForAllValues:StringLike dynamodb:LeadingKeys X#/,
    ({ template: t }) => {
      const own = properties(t, SEALER).PolicyDocument.Statement.find((s: Loose) => s.Action === 'dynamodb:UpdateItem');
      own.Condition['ForAllValues:StringLike']['dynamodb:LeadingKeys'] = ['X#*'];
    },
  ],
  [
    'a condition that a call does not meet',
    /client-owner-table.*GetItem .*refused.*dynamodb:Attributes/,
    ({ template: t }) =>
      (statement(t, /TokenTriggerHandlerPartsPolicy/, 'dynamodb:GetItem').Condition['ForAllValues:StringEquals'][
        'dynamodb:Attributes'
      ] = ['pk']),
  ],
  [
    'no right to the key behind a table',
    /kms:Decrypt .*refused: denied by .*DataKeyThroughDynamoDb/,
    ({ template: t }) => (statement(t, GATEWAY, 'DataKeyThroughDynamoDb').Effect = 'Deny'),
  ],
  [
    'the key through the wrong service',
    /kms:Decrypt .*refused.*asks for StringEquals kms:ViaService sqs/,
    ({ template: t }) =>
      (statement(t, GATEWAY, 'DataKeyThroughDynamoDb').Condition.StringEquals['kms:ViaService'] =
        'sqs.eu-central-1.amazonaws.com'),
  ],
  [
    'an encryption context of another table',
    /client-owner-table.*kms:Decrypt .*refused/,
    ({ template: t }) => {
      const own = properties(t, /TokenTriggerHandlerPartsPolicy/).PolicyDocument.Statement.find((s: Loose) =>
        JSON.stringify(s).includes('tableName'),
      );
      own.Condition.StringEquals['kms:EncryptionContext:aws:dynamodb:tableName'] = 'other';
    },
  ],
  [
    "a key policy without the account's root",
    /kms:GenerateMac .*refused: no statement of the key's policy/,
    ({ template: t }) => properties(t, /^LlmApiAuditMacKey/).KeyPolicy.Statement.pop(),
  ],
  [
    'a key policy without the log service',
    /its encryption: kms:Encrypt .*refused: no statement of the key's policy/,
    ({ template: t }) =>
      (statement(t, /^LlmApiDataKey/, 'LogGroupsOfThisAccount').Principal = {
        Service: 'logs.us-east-1.amazonaws.com',
      }),
  ],
  [
    'a key policy without CloudWatch',
    /its action: kms:GenerateDataKey .*refused/,
    ({ template: t }) =>
      (statement(t, /^LlmApiDataKey/, 'cloudwatchOfThisAccount').Principal = { Service: 'cloudfront.amazonaws.com' }),
  ],
  [
    'a topic that alarms may not publish to',
    /its action: sns:Publish .*refused: no statement of the resource's policy/,
    ({ template: t }) => {
      const own = properties(t, /MonitoringAlarmsPolicy/).PolicyDocument;
      own.Statement = own.Statement.filter((s: Loose) => s.Sid !== 'AlarmsOfThisAccount');
    },
  ],
  [
    'a WAF log under the ARN that ends in a star',
    /its log: logs:PutLogEvents .*refused/,
    ({ template: t }) =>
      (properties(t, /DeliveryResourcePolicy/).PolicyDocument = {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'delivery.logs.amazonaws.com' },
            Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
            Resource: {
              'Fn::Join': ['', [{ 'Fn::GetAtt': [idOf(t, /^LlmApiEdgeWebAclLogs/), 'Arn'] }, ':log-stream:*']],
            },
          },
        ],
      }),
  ],
  [
    'a method whose function it may not invoke',
    /its function: lambda:InvokeFunction .*refused/,
    ({ template: t }) => delete loose(t)[idOf(t, /chatcompletionsPOSTApiPermission/)],
  ],
  [
    'a heartbeat that may not invoke',
    /Heartbeat.*its targets: lambda:InvokeFunction .*refused/,
    ({ template: t }) => (properties(t, /HeartbeatAllowEventRule/).Principal = 'scheduler.amazonaws.com'),
  ],
  [
    'a dead-letter queue that a rule may not send to',
    /Heartbeat.*sqs:SendMessage .*refused/,
    ({ template: t }) => (statement(t, /AuditDeadLettersPolicy/, 'sqs:SendMessage').Action = 'sqs:ReceiveMessage'),
  ],
  [
    'access logs that S3 may not write',
    /its access log: s3:PutObject .*refused/,
    ({ template: t }) =>
      (statement(t, /DataAccessLogsPolicy/, 's3:PutObject').Condition.StringEquals['aws:SourceAccount'] =
        '999999999999'),
  ],
  [
    'a denial that meets a writer',
    /aws-audit-ports.*PutItem .*refused: denied by .*OnlyItsWritersChangeTheJournal/,
    ({ template: t }) => {
      const own = properties(t, /^LlmApiAuditTable/).ResourcePolicy.PolicyDocument.Statement[0];
      own.Condition.StringNotEquals['aws:PrincipalArn'].length = 0;
    },
  ],
  [
    'THREATS 23: any model',
    /Models grants bedrock:InvokeModel on \*: name the resource/,
    ({ template: t }) => (statement(t, GATEWAY, 'Models').Resource = '*'),
  ],
  [
    'THREATS 23: an inference profile that reaches a Region that the policy does not name',
    /bedrock:InvokeModel on arn:aws:bedrock:us-east-1::foundation-model.*refused/,
    (work) => (work.facts = { inferenceRegions: { 'eu.amazon.nova-pro-v1:0': ['eu-central-1', 'us-east-1'] } }),
  ],
  [
    'an endpoint policy that forgets a model',
    /bedrock:InvokeModel.*refused: no statement of the endpoint of 'bedrock-runtime'/,
    ({ template: t }) => {
      const own = statement(t, BEDROCK, 'bedrock:InvokeModelWithResponseStream');
      own.Resource = own.Resource.slice(1);
    },
  ],
  [
    'an endpoint policy that forgets an action',
    /dynamodb:Scan .*refused: no statement of the endpoint of 'dynamodb'/,
    ({ template: t }) => {
      const own = statement(t, DYNAMODB, 'dynamodb:Scan');
      own.Action = without(own.Action, 'dynamodb:Scan');
    },
  ],
  [
    'an endpoint without a policy',
    /Vpckms.* has no policy: every call of every account passes/,
    ({ template: t }) => delete properties(t, /Vpckms/).PolicyDocument,
  ],
  [
    'an endpoint that lets the whole bucket through',
    /Vpcs3.*grants arn:aws:s3:::[^/]*\/\*: name the part that is used/,
    ({ template: t }) =>
      (statement(t, S3, 's3:PutObject').Resource = {
        'Fn::Join': ['', [{ 'Fn::GetAtt': [idOf(t, /^LlmApiAuditBucket[0-9A-F]{8}$/), 'Arn'] }, '/*']],
      }),
  ],
  [
    'a host without an endpoint',
    /calls secretsmanager .*the VPC has no endpoint of it/,
    ({ template: t }) => delete loose(t)[idOf(t, /Vpcsecretsmanager/)],
  ],
  [
    'an endpoint without private DNS',
    /calls kms .*has no private DNS: the name leads outside/,
    ({ template: t }) => (properties(t, /Vpckms/).PrivateDnsEnabled = false),
  ],
  [
    'a route table without the gateway endpoint',
    /calls dynamodb .*has no route to/,
    ({ template: t }) => properties(t, DYNAMODB).RouteTableIds.pop(),
  ],
  [
    'a security group that lets nothing out',
    /its security group lets nothing out to that of/,
    ({ template: t }) => {
      properties(t, /^LlmApiNetworkFunctions[0-9A-F]{8}$/).SecurityGroupEgress = [];
      properties(t, /^LlmApiNetworkFunctionsto/).ToPort = 80;
      properties(t, /^LlmApiNetworkFunctionsto/).FromPort = 80;
    },
  ],
  [
    'an upstream that the allow-list does not name',
    /calls models\.example\.com: the domain allow-list does not name it/,
    ({ template: t }) => {
      const own = properties(t, /DomainAllowListAllowed/);
      own.Domains = own.Domains.slice(1);
    },
  ],
  [
    'an upstream without a way out',
    /calls models\.example\.com: no route leads out of/,
    ({ template: t }) => {
      for (const [id, { Type, Properties }] of Object.entries(t.Resources))
        if (Type === 'AWS::EC2::Route' && (Properties as Loose).NatGatewayId) delete (t.Resources as Loose)[id];
    },
  ],
  [
    'an allow-list of every service',
    /opens \*\.eu-central-1\.amazonaws\.com: name the services/,
    ({ template: t }) => properties(t, /DomainAllowListAllowed/).Domains.push('*.eu-central-1.amazonaws.com'),
  ],
  [
    'a function that left the VPC',
    /is outside the VPC, and nothing in .* says why/,
    ({ template: t }) => delete properties(t, /^LlmApiAuditSealer[0-9A-F]{8}$/).VpcConfig,
  ],
  [
    'a grant that nothing uses',
    /grants dynamodb:DeleteTable on .* no recorded call uses it/,
    ({ template: t }) =>
      (statement(t, GATEWAY, 'Budget').Action = [...statement(t, GATEWAY, 'Budget').Action, 'dynamodb:DeleteTable']),
  ],
  [
    'every action of a service',
    /Budget grants dynamodb:\*: name the actions/,
    ({ template: t }) => (statement(t, GATEWAY, 'Budget').Action = 'dynamodb:*'),
  ],
  [
    'all actions but one',
    /grants NotAction or NotResource/,
    ({ template: t }) => {
      const own = statement(t, GATEWAY, 'Budget');
      delete own.Action;
      own.NotAction = 'iam:PassRole';
    },
  ],
  [
    'a condition that no judge knows',
    /StringSounds is not known/,
    ({ template: t }) => (statement(t, GATEWAY, 'Budget').Condition = { StringSounds: { 'aws:PrincipalTag/a': 'b' } }),
  ],
  [
    'a call without a required parameter',
    /GetItem\.Key: expected a value, got none/,
    (work) => changeCall(work, 'GetItem', ({ Key: _, ...input }) => input),
  ],
  [
    'a call with a parameter that there is not',
    /PutItem\.ConditionExpresion: no such parameter/,
    (work) => changeCall(work, 'PutItem', (input) => ({ ...input, ConditionExpresion: 'x' })),
  ],
  [
    'a call with a value that there is not',
    /GenerateMac\.MacAlgorithm: expected one of .*got 'HMAC_SHA_257'/,
    (work) => changeCall(work, 'GenerateMac', (input) => ({ ...input, MacAlgorithm: 'HMAC_SHA_257' })),
  ],
  [
    'a call with too many keys',
    /Keys: expected 1 to 100 entries, got 101/,
    (work) =>
      changeCall(work, 'BatchGetItem', ({ RequestItems: items }) => {
        const [[table, { Keys: keys }]] = Object.entries(items) as [[string, Loose]];
        return { RequestItems: { [table]: { Keys: Array(101).fill(keys[0]) } } };
      }),
  ],
  [
    'a call whose table is a number',
    /Query\.TableName: expected a text, got number/,
    (work) => changeCall(work, 'Query', (input) => ({ ...input, TableName: 7 })),
  ],
  [
    'a model schema that API Gateway refuses',
    /request model ChatCompletion: /,
    ({ template: t }) => (properties(t, /^LlmApiEdgeApiModelChatCompletion/).Schema.properties.model.type = 'text'),
  ],
  [
    'an over-long policy',
    /managed policy is \d+ characters, at most 6144 are allowed/,
    ({ template: t }) =>
      (statement(t, GATEWAY, 'Budget').Condition = { StringEquals: { 'aws:PrincipalTag/a': 'x'.repeat(6000) } }),
  ],
  [
    'an environment that is too large',
    /environment of a function is \d+ bytes, at most 4096/,
    ({ template: t }) =>
      (properties(t, /^LlmApiGatewayHandler[0-9A-F]{8}$/).Environment.Variables.MORE = 'x'.repeat(4000)),
  ],
  [
    'a web ACL that costs more',
    /web ACL capacity without extra charge is \d+ WCU, at most 1500/,
    ({ template: t }) => {
      const own = properties(t, /^LlmApiEdgeWebAcl[0-9A-F]{8}$/);
      const rule = own.Rules.find((r: Loose) => r.Name === 'AWSManagedRulesCommonRuleSet');
      own.Rules.push(rule);
    },
  ],
  [
    'a property that nobody knows',
    /AWS::KMS::Key\.QuantumSafe is not known to the ledger/,
    ({ template: t }) => (properties(t, /^LlmApiAuditKey/).QuantumSafe = true),
  ],
  [
    'a web ACL that logs before its log may be written',
    /has to wait for .*: WAF tries the log group/,
    ({ template: t }) => delete (t.Resources[idOf(t, /WebAclLogging/)] as Loose).DependsOn,
  ],
  [
    'a function that is made before its policy',
    /has to wait for .*: Lambda checks the role's rights/,
    ({ template: t }) => delete (t.Resources[idOf(t, /^LlmApiAuditSealer[0-9A-F]{8}$/)] as Loose).DependsOn,
  ],
];

function workOn(make: (work: Work) => void = () => undefined): string[] {
  const work: Work = {
    template: JSON.parse(JSON.stringify(stack.template)) as Template,
    calls: [...stack.calls],
    hosts: [...stack.hosts],
    facts: factsOf(CONFIG),
  };
  make(work);
  // who calls is read from the template, as it is after the mistake.
  const { resources } = concreteTemplate(work.template);
  const inVpc = (id: string): boolean => {
    const own = resources.find(({ logicalId }) => logicalId === id)?.properties as Loose;
    return (own?.VpcConfig?.SubnetIds?.length ?? 0) > 0;
  };
  work.calls = work.calls.map(({ caller, call }) => ({ caller: { ...caller, inVpc: inVpc(caller.logicalId) }, call }));
  return problemsOf(work);
}

test('without a mistake, nothing is found', () => {
  expect(workOn()).toEqual([]);
});

test('there are more than thirty mistakes', () => {
  expect(MISTAKES.length).toBeGreaterThan(30);
});

test.each(MISTAKES)('%s', (_, said, make) => {
  const problems = workOn(make);
  expect(problems.join('\n')).toMatch(said);
});
