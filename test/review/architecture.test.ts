import { architectureDot } from '../../review/architecture';
import { referencesOf, type Template } from '../../review/template';

const at = (path: string) => ({ 'aws:cdk:path': `Stack/LlmApi/${path}/Resource` });
const template: Template = {
  Resources: {
    Acl: { Type: 'AWS::WAFv2::WebACL', Metadata: at('Edge/WebAcl') },
    Association: {
      Type: 'AWS::WAFv2::WebACLAssociation',
      Properties: { WebACLArn: { 'Fn::GetAtt': ['Acl', 'Arn'] }, ResourceArn: { 'Fn::Sub': 'arn::/${Stage}' } },
    },
    Stage: { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' } } },
    Api: { Type: 'AWS::ApiGateway::RestApi', Metadata: at('Edge/Api') },
    Method: {
      Type: 'AWS::ApiGateway::Method',
      Properties: { RestApiId: { Ref: 'Api' }, Integration: { Uri: { 'Fn::GetAtt': 'Handler.Arn' } } },
    },
    Role: { Type: 'AWS::IAM::Role' },
    Handler: {
      Type: 'AWS::Lambda::Function',
      Properties: { Role: { 'Fn::GetAtt': ['Role', 'Arn'] } },
      Metadata: at('Gateway/Handler'),
    },
    Policy: {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: { Statement: [{ Resource: { 'Fn::GetAtt': ['Table', 'Arn'] } }] },
      },
    },
    Table: { Type: 'AWS::DynamoDB::Table', Metadata: at('Data/Table') },
    Stranger: { Type: 'AWS::DynamoDB::Table', Metadata: at('Data/Stranger') },
  },
};

test('a function reaches what its policy names, an API what its methods call, a web ACL the API of its stage', () => {
  const dot = architectureDot(template);
  expect(dot.match(/^ {2}".*->.*$/gm)).toEqual([
    '  "Acl" -> "Api";',
    '  "Api" -> "Handler";',
    '  "Handler" -> "Table";',
  ]);
  expect(dot).toContain('subgraph "cluster_Gateway"');
});

test('references are found in every form, and names that are no resource are none', () => {
  expect([
    ...referencesOf(
      { a: [{ Ref: 'Api' }, { Ref: 'AWS::Region' }], b: { 'Fn::Sub': ['${Table.Arn}/${x}', { x: { Ref: 'Role' } }] } },
      template,
    ),
  ]).toEqual(['Api', 'Table', 'Role']);
});
