import { Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';

/** What the allow-list needs. */
export interface DomainAllowListProps {
  readonly vpc: ec2.IVpc;
  readonly hosts: readonly string[];
  /** Services that the VPC has endpoints of. */
  readonly services: readonly string[];
}

/** Names that a service has beside its own: a bucket's, and an account's. */
const MORE_NAMES: Readonly<Record<string, string>> = { s3: '*.s3', dynamodb: '*.ddb' };

/**
 * Defines which names resolve in the VPC: the upstreams and the services that have an endpoint here. All others do
 * not exist: another service would take data for whoever brings credentials.
 *
 * It stops a name that a prompt smuggles in, and data hidden in names. It does not stop code that dials a bare
 * address: the gateway has no such code, and its bundle is what the deployment's hash says it is.
 */
export class DomainAllowList extends Construct {
  public constructor(scope: Construct, id: string, props: DomainAllowListProps) {
    super(scope, id);
    const { region, urlSuffix } = Stack.of(this);
    const services = props.services.flatMap((name) => [name, ...(MORE_NAMES[name] ? [MORE_NAMES[name]] : [])]);
    const allowed = new resolver.CfnFirewallDomainList(this, 'Allowed', {
      domains: [...props.hosts, ...services.map((name) => `${name}.${region}.${urlSuffix}`)],
    });
    const everything = new resolver.CfnFirewallDomainList(this, 'Everything', { domains: ['*'] });
    const group = new resolver.CfnFirewallRuleGroup(this, 'Rules', {
      firewallRules: [
        { priority: 100, action: 'ALLOW', firewallDomainListId: allowed.attrId },
        {
          priority: 200,
          action: 'BLOCK',
          blockResponse: 'NXDOMAIN',
          firewallDomainListId: everything.attrId,
        },
      ],
    });
    new resolver.CfnFirewallRuleGroupAssociation(this, 'Association', {
      firewallRuleGroupId: group.attrId,
      vpcId: props.vpc.vpcId,
      priority: 101,
      mutationProtection: 'ENABLED',
    });
  }
}
