import * as fs from 'node:fs';
import * as path from 'node:path';
import { Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseConfig } from '../../lambda/identity/config';
import { SCOPE_TABLE } from '../../lib/private/scope-table';
import { identityStack } from './synth-identity';

/** What CloudFormation makes of the few functions that the environment uses. */
function resolve(value: unknown): string {
  if (typeof value === 'string') return value;
  const [[name, of]] = Object.entries(value as Record<string, unknown>) as [[string, unknown]];
  if (name === 'Fn::Join') return (of as [string, unknown[]])[1].map(resolve).join((of as [string])[0]);
  return `<${String(of)}>`;
}

function deployed(props: Parameters<typeof identityStack>[0] = {}) {
  const { stack } = identityStack(props);
  const template = Template.fromStack(stack);
  const functions = Object.values(template.findResources('AWS::Lambda::Function'));
  const authorizer = functions.find(({ Properties }) => 'ISSUERS' in Properties.Environment.Variables)!.Properties;
  const env = Object.fromEntries(
    Object.entries(authorizer.Environment.Variables).map(([name, value]) => [name, resolve(value)]),
  );
  const hash = (authorizer.Code.S3Key as string).replace('.zip', '');
  const outdir = Stage.of(stack)!.outdir;
  const document = fs.readFileSync(path.join(outdir, `asset.${hash}`, 'deployment.json'), 'utf8');
  return { config: parseConfig(env, document), env, document };
}

test('the authorizer can parse what the construct writes', () => {
  const { config } = deployed({
    issuers: [
      {
        issuer: 'https://idp.example/',
        audience: ['llm'],
        tenantClaim: 'org',
        rolesClaim: 'groups',
        tenants: ['acme'],
      },
    ],
  });
  const [pool, partner] = config.issuers;
  expect(pool).toEqual({
    issuer: expect.stringMatching(/^https:\/\/cognito-idp\.eu-central-1\.amazonaws\.com\/<IdentityUsers\w+>$/),
    jwksUri: `${pool!.issuer}/.well-known/jwks.json`,
    algorithms: ['RS256'],
    tokenUse: 'access',
    clientClaims: ['client_id'],
    tenantClaim: 'tenant',
    rolesClaim: 'roles',
  });
  expect(partner).toEqual({
    issuer: 'https://idp.example/',
    jwksUri: 'https://idp.example/.well-known/jwks.json',
    algorithms: ['RS256'],
    audience: ['llm'],
    clientClaims: ['client_id', 'azp'],
    tenantClaim: 'org',
    rolesClaim: 'groups',
    tenants: ['acme'],
  });
  expect(config.scopeTable).toEqual(SCOPE_TABLE);
  expect(config.roles).toEqual([
    { name: 'developer', scopes: ['llm/chat', 'llm/embed'] },
    { name: 'auditor', scopes: ['llm/usage'] },
  ]);
  expect(config.stackId).toBe('<AWS::StackId>');
});

test('with federated issuers alone no pool is trusted', () => {
  const { config } = deployed({
    federatedOnly: true,
    issuers: [
      { issuer: 'https://idp.example', audience: ['llm'], tenantClaim: 'org', rolesClaim: 'groups', tenants: ['acme'] },
    ],
  });
  expect(config.issuers.map(({ issuer }) => issuer)).toEqual(['https://idp.example']);
});

describe('the authorizer does not start', () => {
  const { env, document } = deployed();
  const issuer = JSON.parse(env.ISSUERS!)[0];
  const withIssuer = (over: object) => ({ ...env, ISSUERS: JSON.stringify([{ ...issuer, ...over }]) });
  const cases: [string, NodeJS.ProcessEnv, string, RegExp][] = [
    ['without issuers', { ...env, ISSUERS: undefined }, document, /ISSUERS: must be set/],
    ['with an empty list of issuers', { ...env, ISSUERS: '[]' }, document, /ISSUERS: must list an issuer/],
    ['without a stack', { ...env, STACK_ID: '' }, document, /STACK_ID: must be set/],
    ['without its name', { ...env, STACK_NAME: '' }, document, /STACK_NAME: must be set/],
    [
      'with an issuer over http',
      withIssuer({ issuer: 'http://x' }),
      document,
      /ISSUERS\[0\]: issuer must be an https URL/,
    ],
    [
      'with keys over http',
      withIssuer({ jwksUri: 'http://x' }),
      document,
      /ISSUERS\[0\]: jwksUri must be an https URL/,
    ],
    [
      'with a symmetric algorithm',
      withIssuer({ algorithms: ['RS256', 'HS256'] }),
      document,
      /algorithms must be asymmetric/,
    ],
    ['with no algorithm', withIssuer({ algorithms: [] }), document, /algorithms must be asymmetric/],
    ['with no claim for the client', withIssuer({ clientClaims: [] }), document, /clientClaims must name a claim/],
    [
      'with nothing that keeps id tokens out',
      withIssuer({ tokenUse: undefined }),
      document,
      /audience or tokenUse must be given/,
    ],
    ['with an unknown document', env, '{"version":2}', /version must be 1, got 2/],
    ['with no method', env, '{"version":1,"scopeTable":[],"roles":[]}', /scopeTable must list a method/],
    ['with no roles', env, '{"version":1,"scopeTable":[{}]}', /roles must be an array/],
    ['with a document that is not JSON', env, '{', /JSON/],
  ];
  test.each(cases)('%s', (_, variables, text, message) => {
    expect(() => parseConfig(variables, text)).toThrow(message);
  });
});
