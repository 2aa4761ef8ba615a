import { Token } from 'aws-cdk-lib';
import { shown, type ConfigProblem } from './config-problem';
import type { DomainConfig, EdgeConfig } from './edge-config';

/** A host name in lower case, without a wildcard. */
export const HOST = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
const CERTIFICATE_ARN = /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]+$/;
const VPC_ENDPOINT_ID = /^vpce-[0-9a-f]{8,17}$/;
const WEB_ACL_ARN = /^arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\d{12}:regional\/webacl\/[\w-]+\/[0-9a-f-]+$/;

/** What is wrong with the ways by which callers reach the API. */
export function reachProblems({ domain, vpcEndpointIds, webAclArn }: EdgeConfig): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const wrong = (path: string, expected: string, value: unknown) =>
    problems.push({ path: `edge.${path}`, expected, got: shown(value) });
  const matches = (path: string, expected: string, pattern: RegExp, value: string) => {
    if (!Token.isUnresolved(value) && !pattern.test(value)) wrong(path, expected, value);
  };

  if (domain !== undefined) checkDomain(domain);
  if (vpcEndpointIds !== undefined) {
    // a private API takes another kind of domain, with rules of its own.
    if (domain !== undefined) wrong('domain', 'nothing beside edge.vpcEndpointIds', domain.name);
    if (vpcEndpointIds.length === 0) wrong('vpcEndpointIds', 'at least one entry', vpcEndpointIds);
    vpcEndpointIds.forEach((id, at) =>
      matches(`vpcEndpointIds[${at}]`, 'the id of an interface endpoint (vpce-…)', VPC_ENDPOINT_ID, id),
    );
  }
  if (webAclArn !== undefined) matches('webAclArn', 'the ARN of a regional web ACL', WEB_ACL_ARN, webAclArn);
  return problems;

  function checkDomain({ name, certificateArn, hostedZone }: DomainConfig): void {
    matches('domain.name', 'a host name in lower case, without a wildcard', HOST, name);
    matches('domain.certificateArn', 'the ARN of a certificate of ACM', CERTIFICATE_ARN, certificateArn);
    if (hostedZone === undefined || [name, hostedZone.name].some((text) => Token.isUnresolved(text))) return;
    if (name !== hostedZone.name && !name.endsWith(`.${hostedZone.name}`)) {
      wrong('domain.hostedZone.name', `a zone that ${name} is in`, hostedZone.name);
    }
  }
}
