import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Identity, type IdentityProps } from '../../lib/identity/identity';
import { Profile } from '../../lib/profile';

process.env.LLM_API_PLACEHOLDER_ASSETS = '1';

/** A stack around the stage, with a key and a tenant table of its own. */
export function identityStack(props: Partial<IdentityProps> = {}, id = 'Stack') {
  const stack = new Stack(new App(), id, { env: { account: '111122223333', region: 'eu-central-1' } });
  const key = new kms.Key(stack, 'Key');
  const tenantTable = new dynamodb.Table(stack, 'Tenants', {
    partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
    sortKey: { name: 'sk', type: dynamodb.AttributeType.STRING },
    encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: new kms.Key(stack, 'DataKey'),
  });
  const identity = new Identity(stack, 'Identity', {
    profile: Profile.PRODUCTION,
    key,
    tenantTable,
    roles: [
      { name: 'developer', scopes: ['llm/chat', 'llm/embed'] },
      { name: 'auditor', scopes: ['llm/usage'] },
    ],
    ...props,
  });
  return { stack, identity };
}

/** The template of `identityStack`. */
export function identityTemplate(props: Partial<IdentityProps> = {}): Template {
  return Template.fromStack(identityStack(props).stack);
}
