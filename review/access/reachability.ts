import type { CallOf } from './judge-access';
import type { FunctionCaller } from './callers';
import { type ConcreteResource, type ConcreteTemplate, list, named, ofType, record } from './concrete';
import { covers } from './wildcard';

/** A host outside the SDK's services that a function calls: an issuer's keys, an upstream. */
export interface HostOf {
  readonly caller: FunctionCaller;
  readonly host: string;
}

/** What stands between a function and what it calls. */
export interface ReachFinding {
  readonly message: string;
}

/** A function that is outside the VPC, and why it may be. */
export interface OutsideVpc {
  /** End of its logical id before the hash, e.g. `IdentityAuthorizerHandler`. */
  readonly function: string;
  readonly reason: string;
}

/** Functions that have no right to prompts or data keys and need hosts that no endpoint leads to. */
export const OUTSIDE_VPC: readonly OutsideVpc[] = [
  { function: 'IdentityAuthorizerHandler', reason: 'fetches the keys of issuers, which no endpoint leads to' },
  { function: 'IdentityTokenTriggerHandler', reason: 'reads the owner of a client, and nothing of prompts' },
  { function: 'CredentialsRotation', reason: 'tries keys at upstreams outside AWS' },
];

/**
 * Judges whether each call has a way: outside the VPC on purpose, through an endpoint that the function's subnets, its
 * security group and private DNS lead to, or to a listed host through a NAT gateway; and whether a way leads nowhere.
 */
export function judgeReach(
  template: ConcreteTemplate,
  calls: readonly CallOf[],
  hosts: readonly HostOf[],
  outside: readonly OutsideVpc[] = OUTSIDE_VPC,
): readonly ReachFinding[] {
  const findings = new Set<string>();
  const isTrial = ofType(template, 'AWS::EC2::VPC').length === 0;
  const endpoints = ofType(template, 'AWS::EC2::VPCEndpoint');
  const used = new Set<string>();
  for (const { caller, call } of calls) {
    if (!caller.inVpc) continue;
    const service = ENDPOINTS[call.service] ?? call.service;
    const endpoint = endpoints.find(({ properties }) => serviceOf(properties) === service);
    if (endpoint === undefined) {
      findings.add(`${caller.logicalId} calls ${service} (${call.site}), and the VPC has no endpoint of it`);
      continue;
    }
    used.add(endpoint.logicalId);
    for (const problem of wayProblems(caller, endpoint, template)) {
      findings.add(`${caller.logicalId} calls ${service} (${call.site}): ${problem}`);
    }
  }
  for (const { logicalId } of endpoints) {
    if (!used.has(logicalId)) findings.add(`${logicalId}: no function in the VPC calls it`);
  }
  for (const { caller, host } of hosts) {
    if (!caller.inVpc) continue;
    for (const problem of egressProblems(caller, host, template))
      findings.add(`${caller.logicalId} calls ${host}: ${problem}`);
  }
  for (const pattern of openedDomains(template)) {
    const isUsed =
      hosts.some(({ caller, host }) => caller.inVpc && covers(pattern, host)) ||
      endpoints.some(({ properties }) => dnsNamesOf(properties, template).some((host) => covers(pattern, host)));
    if (!isUsed) findings.add(`the domain allow-list opens ${pattern}, which no function calls`);
    if (/^\*\.[a-z0-9-]+\.amazonaws\.com$/.test(pattern))
      findings.add(`the domain allow-list opens ${pattern}: name the services`);
  }
  if (!isTrial) {
    for (const { logicalId, properties } of ofType(template, 'AWS::Lambda::Function')) {
      const isInside = list(record(properties.VpcConfig).SubnetIds).length > 0;
      const known = outside.find((entry) => covers(`*${entry.function}*`, logicalId));
      if (!isInside && known === undefined) {
        findings.add(`${logicalId} is outside the VPC, and nothing in review/access/reachability.ts says why`);
      }
    }
  }
  return [...findings].map((message) => ({ message }));
}

/** Endpoints whose name is not that of the SDK's package. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
  'cloudwatch-logs': 'logs',
  'secrets-manager': 'secretsmanager',
};

function serviceOf(properties: ConcreteResource['properties']): string {
  return String(properties.ServiceName).split('.').at(-1)!;
}

function dnsNamesOf(properties: ConcreteResource['properties'], { place }: ConcreteTemplate): string[] {
  const service = serviceOf(properties);
  const own = `${service}.${place.region}.amazonaws.com`;
  if (service === 's3') return [own, `bucket.${own}`];
  if (service === 'dynamodb') return [own, `${place.account}.ddb.${place.region}.amazonaws.com`];
  return [own];
}

/** What keeps a function from an endpoint of its VPC. */
function* wayProblems(
  caller: FunctionCaller,
  endpoint: ConcreteResource,
  template: ConcreteTemplate,
): Generator<string> {
  const { VpcConfig: config } = template.resources.find(({ logicalId }) => logicalId === caller.logicalId)!.properties;
  const subnets = list(record(config).SubnetIds).map(String);
  const groups = list(record(config).SecurityGroupIds).map(String);
  const { properties, logicalId } = endpoint;
  const associations = ofType(template, 'AWS::EC2::SubnetRouteTableAssociation');
  if (properties.VpcEndpointType === 'Gateway') {
    for (const subnet of subnets) {
      const table = associations.find(({ properties: own }) => own.SubnetId === subnet)?.properties.RouteTableId;
      if (!list(properties.RouteTableIds).includes(table))
        yield `the route table of ${subnet} has no route to ${logicalId}`;
    }
    if (!groups.some((group) => opens(template, group, 'egress', undefined))) {
      yield 'its security group lets nothing out to the service, whose addresses are public';
    }
    return;
  }
  if (properties.PrivateDnsEnabled !== true) yield `${logicalId} has no private DNS: the name leads outside`;
  for (const subnet of subnets) {
    const vpc = named(template, subnet)?.properties.VpcId;
    if (vpc !== properties.VpcId) yield `${logicalId} is in another VPC than ${subnet}`;
  }
  const doors = list(properties.SecurityGroupIds).map(String);
  if (!groups.some((group) => doors.some((door) => opens(template, group, 'egress', door)))) {
    yield `its security group lets nothing out to that of ${logicalId}`;
  }
  if (!doors.some((door) => groups.some((group) => opens(template, door, 'ingress', group)))) {
    yield `the security group of ${logicalId} lets it not in`;
  }
}

/** Whether a security group has a rule for 443 with a group, or with any address where none is named. */
function opens(
  template: ConcreteTemplate,
  group: string,
  direction: 'egress' | 'ingress',
  other: string | undefined,
): boolean {
  const [inline, type, peer] =
    direction === 'egress'
      ? (['SecurityGroupEgress', 'AWS::EC2::SecurityGroupEgress', 'DestinationSecurityGroupId'] as const)
      : (['SecurityGroupIngress', 'AWS::EC2::SecurityGroupIngress', 'SourceSecurityGroupId'] as const);
  const own = template.resources.find(({ logicalId }) => `${logicalId}.GroupId` === group);
  const rules = [
    ...list(own?.properties[inline]).map(record),
    ...ofType(template, type)
      .map(({ properties }) => properties)
      .filter(({ GroupId: id }) => id === group),
  ];
  return rules.some((rule) => {
    const isHttps = rule.IpProtocol === '-1' || (Number(rule.FromPort) <= 443 && Number(rule.ToPort) >= 443);
    const isPeer = other !== undefined && rule[peer] === other;
    return isHttps && (isPeer || rule.CidrIp === '0.0.0.0/0');
  });
}

function* egressProblems(caller: FunctionCaller, host: string, template: ConcreteTemplate): Generator<string> {
  const { VpcConfig: config } = template.resources.find(({ logicalId }) => logicalId === caller.logicalId)!.properties;
  for (const subnet of list(record(config).SubnetIds)) {
    const table = ofType(template, 'AWS::EC2::SubnetRouteTableAssociation').find(
      ({ properties }) => properties.SubnetId === subnet,
    )?.properties.RouteTableId;
    const leadsOut = ofType(template, 'AWS::EC2::Route').some(
      ({ properties }) =>
        properties.RouteTableId === table &&
        properties.DestinationCidrBlock === '0.0.0.0/0' &&
        properties.NatGatewayId !== undefined,
    );
    if (!leadsOut) yield `no route leads out of ${String(subnet)}`;
  }
  const opened = openedDomains(template);
  if (opened.length === 0) yield 'no domain allow-list stands on the way out';
  else if (!opened.some((pattern) => covers(pattern, host))) yield 'the domain allow-list does not name it';
}

/** Domains that the DNS firewall lets through. */
function openedDomains(template: ConcreteTemplate): string[] {
  const rules = ofType(template, 'AWS::Route53Resolver::FirewallRuleGroup')
    .flatMap(({ properties }) => list(properties.FirewallRules))
    .map(record)
    .filter(({ Action: action }) => action === 'ALLOW');
  return ofType(template, 'AWS::Route53Resolver::FirewallDomainList')
    .filter(({ logicalId }) => rules.some(({ FirewallDomainListId: id }) => id === `${logicalId}.Id`))
    .flatMap(({ properties }) => list(properties.Domains).map(String));
}
