import { SHIPPED_CONFIG, synthStack } from '../synth';
import { concreteTemplate } from '../../review/access/concrete';
import { QUESTIONS } from '../../review/access/questions';
import { type Answers, whoCan } from '../../review/access/who-can';
import type { Template } from '../../review/template';

const TEXT = (() => {
  const { app, stack } = synthStack(SHIPPED_CONFIG);
  return JSON.stringify(app.synth({ skipValidation: true }).getStackByName(stack.stackName).template);
})();

function ask(name: string, change: (template: Template) => void = () => undefined): Answers {
  const template = JSON.parse(TEXT) as Template;
  change(template);
  return whoCan(
    QUESTIONS.find((question) => question.name === name)!,
    concreteTemplate(template),
  );
}

/** Who, without the hash of a logical id, and by which way; the administrator is looked at on its own. */
const inTemplate = ({ answers }: Answers): string[] =>
  answers
    .filter(({ kind }) => kind !== 'administrator')
    .map(
      ({ principal, way }) =>
        `${principal.replace(/^.*-LlmApi|[0-9A-F]{8}$/g, '')}: ${way.replace(/[0-9A-F]{8}$/, '')}`,
    );
const ways = ({ answers }: Answers, kind: string): string[] => [
  ...new Set(answers.filter((answer) => answer.kind === kind).map(({ way }) => way.replace(/[0-9A-F]{8}$/, ''))),
];

/** A role that somebody adds beside ours. */
function addRole(template: Template, name: string, statements: readonly object[]): void {
  Object.assign(template.Resources, {
    [name]: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } },
    [`${name}Policy`]: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { Roles: [{ Ref: name }], PolicyDocument: { Statement: statements } },
    },
  });
}
const idOf = (template: Template, pattern: RegExp): string =>
  Object.keys(template.Resources).find((id) => pattern.test(id))!;

describe('read-prompts', () => {
  test('the code of the gateway, and nobody else in the template', () => {
    expect(inTemplate(ask('read-prompts'))).toEqual([
      'GatewayHandlerPartsRole: as they pass: code of LlmApiGatewayHandler',
    ]);
  });

  test('a role that may change the code of the gateway, by name and statement', () => {
    const answers = ask('read-prompts', (template) =>
      addRole(template, 'Deployer', [
        {
          Sid: 'Deploy',
          Effect: 'Allow',
          Action: 'lambda:UpdateFunctionCode',
          Resource: { 'Fn::GetAtt': [idOf(template, /^LlmApiGatewayHandler[0-9A-F]{8}$/), 'Arn'] },
        },
      ]),
    );
    const [own] = answers.answers.filter(
      ({ principal, through }) => principal.endsWith('-Deployer') && through.length === 0,
    );
    expect(own?.steps).toMatchObject([{ action: 'lambda:UpdateFunctionCode', by: ['DeployerPolicy/Deploy'] }]);
  });

  test('a role that may pass the role of the gateway to a function of its own', () => {
    const answers = ask('read-prompts', (template) =>
      addRole(template, 'Builder', [
        { Effect: 'Allow', Action: ['iam:PassRole', 'lambda:CreateFunction'], Resource: '*' },
      ]),
    );
    const [path] = answers.answers.filter(({ principal }) => principal.endsWith('-Builder'));
    expect(path?.through.map(({ role, steps }) => [role.split('/').at(-1), steps.map(({ action }) => action)])).toEqual(
      [[expect.stringContaining('GatewayHandlerPartsRole'), ['iam:PassRole', 'lambda:CreateFunction']]],
    );
  });

  test('a role with all that kept content takes, and not one with a part of it', () => {
    const read = (actions: readonly string[]) => (template: Template) =>
      addRole(template, 'Analyst', [{ Effect: 'Allow', Action: actions, Resource: '*' }]);
    const all = ['s3:GetObject', 'dynamodb:GetItem', 'kms:Decrypt', 'kms:GenerateMac'];
    const of = (answers: Answers) => answers.answers.filter(({ principal }) => principal.endsWith('-Analyst'));
    expect(of(ask('read-prompts', read(all))).map(({ way }) => way)).toContain('kept content, from sealed segments');
    for (const left of all.slice(1)) {
      expect(of(ask('read-prompts', read(all.filter((action) => action !== left))))).toEqual([]);
    }
  });
});

test('invoke-model: the gateway, and API Gateway through it', () => {
  expect([...new Set(inTemplate(ask('invoke-model')).map((line) => line.split(': ')[0]))].sort()).toEqual([
    'GatewayHandlerPartsRole',
    'apigateway.amazonaws.com',
  ]);
});

test('decrypt-audit: no role of the template opens the key but through a service', () => {
  const answers = ask('decrypt-audit');
  expect(ways(answers, 'role')).not.toContain('the key, directly');
  expect(answers.answers.filter(({ way }) => way === 'the key, directly').map(({ principal }) => principal)).toEqual([
    'events.amazonaws.com',
    'logs.eu-central-1.amazonaws.com',
    'any administrator of the account',
  ]);
});

describe('stop-audit', () => {
  test('nobody in the template can, but that the sealer puts segments', () => {
    expect(inTemplate(ask('stop-audit'))).toEqual(['AuditSealerPartsRole: put other segments']);
  });

  test('an administrator can neither change records nor remove or replace sealed segments', () => {
    const answers = ask('stop-audit');
    expect(ways(answers, 'administrator')).not.toContain('remove sealed segments');
    expect(ways(answers, 'administrator')).not.toContain('put other segments');
    const changes = answers.answers.find(
      ({ kind, way }) => kind === 'administrator' && way === 'change or remove records',
    );
    expect(changes?.steps.map(({ action }) => action)).toEqual(['dynamodb:DeleteTable', 'dynamodb:UpdateTable']);
  });

  test('without the denial in the table, an administrator changes records', () => {
    const answers = ask('stop-audit', (template) => {
      const table = template.Resources[idOf(template, /^LlmApiAuditTable/)]!;
      delete (table.Properties as Record<string, unknown>).ResourcePolicy;
    });
    const changes = answers.answers.find(
      ({ kind, way }) => kind === 'administrator' && way === 'change or remove records',
    );
    expect(changes?.steps.map(({ action }) => action)).toContain('dynamodb:DeleteItem');
  });
});

test('a template that is not ours is refused by the output that it lacks', () => {
  expect(() =>
    ask('stop-audit', (template) => delete (template.Outputs as Record<string, unknown>).AuditTableName),
  ).toThrow('output AuditTableName: expected one');
});
