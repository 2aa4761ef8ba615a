import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { checkConfig } from '../../lib/config/check-config';
import type { EdgeConfig } from '../../lib/config/edge-config';
import { defaultEndpoint } from '../../lib/compliance/rules/default-endpoint';
import { webAclAssociation } from '../../lib/compliance/rules/web-acl-association';
import { viewOfTemplate } from '../../lib/compliance/template-view';
import type { Json } from '../compliance/template';
import { SHIPPED_CONFIG, synthStack } from '../synth';
import { DOMAIN, REACHES, WEB_ACL } from './reaches';

function synth(edge: EdgeConfig) {
  const { stack } = synthStack({ edge });
  return { stack, template: Template.fromStack(stack) };
}

function findings(template: Json): string[] {
  const view = viewOfTemplate(template);
  return [defaultEndpoint, webAclAssociation].flatMap((rule) =>
    view.resources.filter(({ type }) => rule.types.includes(type)).flatMap((resource) => rule.run(resource, view)),
  );
}

const api = (template: Json): Json =>
  Object.values<Json>(template.Resources).find(({ Type }) => Type === 'AWS::ApiGateway::RestApi')!.Properties;

describe('an own host name', () => {
  const { template } = synth(REACHES['an own host name']!);

  test('THREATS 29: the name that AWS gives is switched off, and a template that leaves it on is found', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', { DisableExecuteApiEndpoint: true });
    const json = template.toJSON();
    expect(findings(json)).toEqual([]);
    delete api(json).DisableExecuteApiEndpoint;
    expect(findings(json)).toEqual(['default-url']);
  });

  test('has the TLS policy of the API, and a path that the rules of the web ACL know', () => {
    template.hasResourceProperties('AWS::ApiGateway::DomainName', {
      DomainName: 'llm.example.com',
      RegionalCertificateArn: DOMAIN.certificateArn,
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      EndpointAccessMode: 'STRICT',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    });
    template.hasResourceProperties('AWS::ApiGateway::BasePathMapping', { BasePath: 'v1' });
    template.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'llm.example.com.', Type: 'A' });
    template.hasOutput('ApiUrl', { Value: 'https://llm.example.com/v1' });
  });

  test('without a zone nothing is written into DNS', () => {
    const { hostedZone: _, ...domain } = DOMAIN;
    synth({ domain }).template.resourceCountIs('AWS::Route53::RecordSet', 0);
  });
});

describe('a private API', () => {
  const { template } = synth(REACHES['a private API']!);

  test('is reached through the endpoints alone', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: ['vpce-0123456789abcdef0'] },
      SecurityPolicy: 'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
    });
    expect(findings(template.toJSON())).toEqual([]);
  });

  test.each<[string, (policy: Json) => unknown]>([
    ['no policy', () => undefined],
    ['no denial', (policy) => ({ ...policy, Statement: [policy.Statement[0]] })],
    [
      'a denial for some',
      (policy) => ({ ...policy, Statement: [{ ...policy.Statement[1], Principal: { AWS: '111122223333' } }] }),
    ],
    ['a denial without endpoints', (policy) => ({ ...policy, Statement: [{ ...policy.Statement[1], Condition: {} }] })],
    [
      'a denial of one method',
      (policy) => ({ ...policy, Statement: [{ ...policy.Statement[1], Resource: 'execute-api:/v1/GET/models' }] }),
    ],
  ])('THREATS 29: %s is found', (_, weaken) => {
    const json = JSON.parse(JSON.stringify(template.toJSON()));
    const { Policy } = api(json);
    expect(Policy.Statement).toHaveLength(2);
    api(json).Policy = weaken(Policy);
    expect(findings(json)).toEqual(['any-endpoint']);
  });
});

describe('an own web ACL', () => {
  const { stack, template } = synth(REACHES['an own web ACL']!);

  test('stands before the stage and the user pool, and none is made', () => {
    template.resourceCountIs('AWS::WAFv2::WebACL', 0);
    template.resourceCountIs('AWS::WAFv2::WebACLAssociation', 2);
    template.allResourcesProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: WEB_ACL });
    expect(findings(template.toJSON())).toEqual([]);
  });

  test('is warned of: nobody has judged its rules', () => {
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('web ACL .*/own/.* is not of this template'));
  });
});

test.each<[string, EdgeConfig, string]>([
  ['a host name with a wildcard', { domain: { ...DOMAIN, name: '*.example.com' } }, 'edge.domain.name'],
  ['a certificate of no kind', { domain: { ...DOMAIN, certificateArn: 'arn:x' } }, 'edge.domain.certificateArn'],
  [
    'a zone of another',
    { domain: { ...DOMAIN, hostedZone: { id: 'Z01', name: 'ample.com' } } },
    'edge.domain.hostedZone.name',
  ],
  ['a domain on a private API', { domain: DOMAIN, vpcEndpointIds: ['vpce-0123456789abcdef0'] }, 'edge.domain'],
  ['no endpoint', { vpcEndpointIds: [] }, 'edge.vpcEndpointIds'],
  ['an endpoint of no kind', { vpcEndpointIds: ['vpc-1'] }, 'edge.vpcEndpointIds[0]'],
  ['a web ACL of CloudFront', { webAclArn: WEB_ACL.replace('regional', 'global') }, 'edge.webAclArn'],
])('%s is refused with its path', (_, edge, path) => {
  expect(checkConfig({ ...SHIPPED_CONFIG, edge }).map((problem) => problem.path)).toEqual([path]);
});
