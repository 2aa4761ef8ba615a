import { App } from 'aws-cdk-lib';
import { HardenedLlmApiStack } from '../../lib/hardened-llm-api-stack';
import { SHIPPED_CONFIG } from '../synth';
import type { TemplateJson } from './template';

/** Properties that give a resource a name which must be unique in an account and Region, or further. */
const NAMES = [
  'AliasName',
  'BackupPlanName',
  'BackupVaultName',
  'BucketName',
  'Domain',
  'FunctionName',
  'GroupName',
  'LogGroupName',
  'ManagedPolicyName',
  'Name',
  'PolicyName',
  'QueueName',
  'RoleName',
  'TableName',
  'TopicName',
  'UserPoolName',
];
/** Names that are unique within a parent only: a pool, an API, a plan. */
const WITHIN_A_PARENT = [
  'AWS::ApiGateway::Authorizer',
  'AWS::ApiGateway::Model',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::UserPoolResourceServer',
];

function physicalNames(template: TemplateJson, stackName: string): string[] {
  return Object.values(template.Resources)
    .filter(({ Type }) => !WITHIN_A_PARENT.includes(Type))
    .flatMap(({ Type, Properties }) =>
      Object.entries(Properties ?? {})
        .filter(([name, value]) => NAMES.includes(name) && value !== undefined)
        // the id of a stack is its own.
        .map(
          ([name, value]) => `${Type} ${name} ${JSON.stringify(value).replaceAll('{"Ref":"AWS::StackId"}', stackName)}`,
        )
        // a name that refers to another resource is that resource's.
        .filter((text) => !/\{"(Ref|Fn::GetAtt)":/.test(text)),
    );
}

test('two stacks in one app and Region have no physical name in common', () => {
  const app = new App();
  const names = ['One', 'Two'].map((id) => {
    new HardenedLlmApiStack(app, id, { config: SHIPPED_CONFIG });
    return id;
  });
  const assembly = app.synth({ skipValidation: true });
  const [one, two] = names.map((id) => physicalNames(assembly.getStackByName(id).template, id));
  expect(one!.length).toBeGreaterThan(0);
  expect(one!.filter((name) => two!.includes(name))).toEqual([]);
});
