import * as fs from 'node:fs';
import * as path from 'node:path';
import { covers, identityStatements, statementsOf } from '../../lib/compliance/statements';
import { ofType, refersTo, viewOfTemplate } from '../../lib/compliance/template-view';
import { productionTemplate } from '../compliance/template';

const SERVICES: Readonly<Record<string, string>> = {
  'bedrock-runtime': 'bedrock',
  dynamodb: 'dynamodb',
  kms: 'kms',
  s3: 's3',
  'secrets-manager': 'secretsmanager',
};
/** Calls whose action has another name. */
const ACTIONS: Readonly<Record<string, string>> = {
  'bedrock:Converse': 'bedrock:InvokeModel',
  'bedrock:ConverseStream': 'bedrock:InvokeModelWithResponseStream',
  's3:ListObjectsV2': 's3:ListBucket',
};

/** Actions that the code below a folder calls, as far as its text shows. */
function actionsIn(folder: string): string[] {
  const root = path.join(__dirname, '..', '..', 'lambda', folder);
  const files = (fs.readdirSync(root, { recursive: true }) as string[]).filter((file) => file.endsWith('.ts'));
  const actions = files.flatMap((file) => {
    const source = fs.readFileSync(path.join(root, file), 'utf8');
    return [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-([a-z0-9-]+)'/g)].flatMap(
      ([, names, client]) =>
        [...names!.matchAll(/(?<!type )\b([A-Za-z0-9]+)Command\b/g)]
          .filter(([, name]) => source.includes(`new ${name}Command(`))
          .map(([, name]) => `${SERVICES[client!]}:${name}`),
    );
  });
  return [...new Set(actions.map((action) => ACTIONS[action] ?? action))].sort();
}

const view = viewOfTemplate(productionTemplate() as Parameters<typeof viewOfTemplate>[0]);

/** Statements of the role of the function whose id starts so. */
function statementsOfRole(prefix: string) {
  const role = ofType(view, 'AWS::IAM::Role').find(({ logicalId }) => logicalId.startsWith(prefix))!;
  return ofType(view, 'AWS::IAM::ManagedPolicy')
    .filter(({ properties }) => refersTo(properties.Roles, role.logicalId))
    .flatMap(identityStatements);
}

describe.each([
  // the credential of an upstream is read, and a guardrail asked, only where the config names one.
  ['gateway', 'LlmApiGatewayHandlerParts', ['secretsmanager:GetSecretValue', 'bedrock:ApplyGuardrail']],
  ['audit', 'LlmApiAuditSealerParts', []],
] as const)('the %s function', (folder, prefix, conditional) => {
  const calls = actionsIn(folder).filter((action) => !(conditional as readonly string[]).includes(action));

  test('calls something: the test can read its code', () => {
    expect(calls.length).toBeGreaterThan(3);
  });

  test.each(calls)('may call %s, which its code does', (action) => {
    const allowed = statementsOfRole(prefix).some(
      ({ effect, actions }) => effect === 'Allow' && actions.some((pattern) => covers(pattern, action)),
    );
    expect(allowed).toBe(true);
  });

  test.each(calls)('gets %s through an endpoint of the private network', (action) => {
    const endpoints = ofType(view, 'AWS::EC2::VPCEndpoint').flatMap(({ properties }) =>
      statementsOf(properties.PolicyDocument),
    );
    expect(endpoints.some(({ actions }) => actions.some((pattern) => covers(pattern, action)))).toBe(true);
  });
});
