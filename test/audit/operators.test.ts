import type { Template } from 'aws-cdk-lib/assertions';
import { synthTemplate } from '../synth';

const OPERATOR = 'arn:aws:iam::111122223333:role/LlmApiOperator';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Condition: { readonly StringNotEquals: { readonly 'aws:PrincipalArn': unknown[] } };
}

/** Statements of the journal's policy: no other table has one. */
function journalPolicy(template: Template): Statement[] {
  const tables = Object.values(template.findResources('AWS::DynamoDB::Table'));
  return tables.flatMap(({ Properties }) => Properties.ResourcePolicy?.PolicyDocument.Statement ?? []);
}

/** Roles that the journal's policy lets through. */
function writers(template: Template): unknown[] {
  const statement = journalPolicy(template).find(({ Sid }) => Sid === 'OnlyItsWritersChangeTheJournal');
  return statement!.Condition.StringNotEquals['aws:PrincipalArn'];
}

/** Roles that the trail's bucket lets put below `late/`. */
function lateWriters(template: Template): unknown[] {
  const policies = Object.values(template.findResources('AWS::S3::BucketPolicy'));
  const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[]);
  const statement = statements.find(({ Sid }) => Sid?.startsWith('OnlyItsWriterPutslate'));
  return [statement!.Condition.StringNotEquals['aws:PrincipalArn']].flat();
}

describe('operators of the config', () => {
  let plain: Template;
  let operated: Template;
  beforeAll(() => {
    plain = synthTemplate();
    operated = synthTemplate({ operators: { roleArns: [OPERATOR] } });
  });

  test('are let through to the journal, each by its exact ARN', () => {
    expect(writers(operated)).toEqual([OPERATOR, ...writers(plain)]);
  });

  test('may put items there and nothing else, whatever their own policies allow', () => {
    expect(journalPolicy(operated)).toHaveLength(2);
    const [written, put] = journalPolicy(operated);
    expect(put).toMatchObject({ Effect: 'Deny', Condition: { StringEquals: { 'aws:PrincipalArn': [OPERATOR] } } });
    expect([...put!.Action, 'dynamodb:PutItem'].sort()).toEqual([...written!.Action].sort());
  });

  test('are let through to the second path of a record, by which it is kept where the journal refuses it', () => {
    expect(lateWriters(operated)).toEqual([OPERATOR, ...lateWriters(plain)]);
  });

  test('change nothing else in the template', () => {
    const template = operated.toJSON();
    const statements = journalPolicy(operated);
    const rest = JSON.stringify(template)
      .replaceAll(`"${OPERATOR}",`, '')
      .replace(`,${JSON.stringify(statements[1])}`, '');
    expect(JSON.parse(rest)).toEqual(plain.toJSON());
  });

  test('are nobody unless they are named', () => {
    expect(journalPolicy(plain)).toHaveLength(1);
    // the gateway and the sealer.
    expect(writers(plain)).toEqual([{ 'Fn::GetAtt': expect.anything() }, { 'Fn::GetAtt': expect.anything() }]);
  });
});
