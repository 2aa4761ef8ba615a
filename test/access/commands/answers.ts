import { createHash, generateKeyPairSync } from 'node:crypto';
import { clientItemOf, tenantItemOf } from '../../../lambda/gateway/directory/rows';
import type { ConcreteTemplate } from '../../../review/access/concrete';
import type { Template } from '../../../review/template';
import type { Reply } from '../sdk-recorder';

/** Names that people choose are all written so: a derived policy knows by it what is no part of the stack. */
export const TENANT = 'example-tenant';
export const CLIENT = 'exampleclient';
export const DATASET = 'example-dataset';

const TENANT_ITEM = tenantItemOf({
  tenant: TENANT,
  tier: 'gold',
  status: 'active',
  name: TENANT,
  createdAt: 1,
  auditContent: true,
  narrowing: {},
});
const CLIENT_ITEM = clientItemOf({
  tenant: TENANT,
  client: CLIENT,
  status: 'active',
  name: 'first',
  createdAt: 1,
  roles: [],
  narrowing: {},
});

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PUBLIC_KEY = publicKey.export({ type: 'spki', format: 'der' });

/** What the services of a deployed stack answer: one tenant with one client, one segment, one dataset. */
export function answersOf(template: Template, concrete: ConcreteTemplate): Reply {
  const { place, outputs, resources } = concrete;
  const StackId = `arn:aws:cloudformation:${place.region}:${place.account}:stack/${place.stackName}/example-id`;
  const stack = {
    StackName: place.stackName,
    StackId,
    StackStatus: 'UPDATE_COMPLETE',
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
  return ({ operation, input }) => {
    switch (operation) {
      case 'DescribeStacks':
        return { Stacks: [stack] };
      case 'GetTemplate':
        return { TemplateBody: JSON.stringify(template) };
      case 'ListStackResources':
        return {
          StackResourceSummaries: resources.map(({ logicalId, type, ref }) => ({
            LogicalResourceId: logicalId,
            ResourceType: type,
            PhysicalResourceId: ref,
          })),
        };
      case 'GetCallerIdentity':
        return { Account: place.account, Arn: `arn:aws:sts::${place.account}:assumed-role/operator/session` };
      case 'GetItem':
        return itemFor(input.Key as Key);
      case 'Scan':
        return { Items: [TENANT_ITEM] };
      case 'Query':
        return { Items: [CLIENT_ITEM] };
      case 'BatchGetItem':
        return { Responses: { [Object.keys(input.RequestItems as object)[0]!]: [] } };
      case 'GetApiKeys':
        return { items: [{ id: 'example-key', name: input.nameQuery }] };
      case 'CreateApiKey':
        return { id: 'example-key' };
      case 'CreateUserPoolClient':
      case 'DescribeUserPoolClient':
        return { UserPoolClient: { ClientId: CLIENT, ClientSecret: 'secret', AllowedOAuthScopes: ['llm/chat'] } };
      case 'AddUserPoolClientSecret':
        return { ClientSecretDescriptor: { ClientSecretValue: 'secret' } };
      case 'GenerateMac':
        return { Mac: new Uint8Array(32) };
      case 'GetPublicKey':
        return { PublicKey: PUBLIC_KEY };
      case 'ListObjectsV2':
        return { Contents: [{ Key: keyBelow(String(input.Prefix)) }] };
      case 'ListObjectVersions':
        return { Versions: [{ Key: 'example-object', VersionId: 'example-version', Size: 1 }] };
      case 'GetObject':
        return { Body: { transformToByteArray: () => Promise.resolve(Buffer.from('{}\n')) } };
      case 'DescribeSecret':
        return { VersionIdsToStages: { '11111111-2222-3333-4444-555555555555': ['AWSCURRENT', 'LLMAPI_STAGED'] } };
      case 'PutObject':
        return { ETag: '"example"' };
      case 'Invoke':
        return { Payload: Buffer.from('{}') };
      case 'GetFoundationModel':
        return { modelDetails: { responseStreamingSupported: true, modelLifecycle: { status: 'ACTIVE' } } };
      case 'DescribeUserPoolDomain':
        return { DomainDescription: { UserPoolId: outputs.UserPoolId } };
      default:
        return {};
    }
  };
}

interface Key {
  readonly pk?: { readonly S?: string };
  readonly sk?: { readonly S?: string };
}

function itemFor({ pk, sk }: Key): object {
  if (pk?.S === `T#${TENANT}`) return { Item: sk?.S === 'META' ? TENANT_ITEM : CLIENT_ITEM };
  if (pk?.S === `C#${CLIENT}`) return { Item: { tenant: { S: TENANT } } };
  return {};
}

function keyBelow(prefix: string): string {
  return prefix === 'segments/' ? 'segments/000000000001.jsonl' : `${prefix}example-object`;
}

/** A digest as a refusal names it. */
export const DIGEST = createHash('sha256').update('example').digest('hex');
