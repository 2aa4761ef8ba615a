import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { FunctionNetwork } from '../function-network';
import { EncryptedLogGroup } from '../private/encrypted-log-group';
import type { Profile } from '../profile';
import { DomainAllowList } from './domain-allow-list';
import { Egress } from './egress';

/**
 * Properties for `Network`.
 */
export interface NetworkProps {
  /**
   * How much to protect.
   */
  readonly profile: Profile;

  /**
   * Encrypts the flow logs.
   */
  readonly key: kms.IKey;

  /**
   * The one way out of the private network, made by `Network.egress`.
   *
   * Security impact: the gateway can send to the listed hosts whatever it sees.
   *
   * @default - no route leads to the internet
   */
  readonly egress?: Egress;

  /**
   * Whether a model of Bedrock is called.
   *
   * @default true
   */
  readonly bedrock?: boolean;

  /**
   * Whether the gateway reads the credential of an upstream, and so needs to reach Secrets Manager.
   *
   * @default false
   */
  readonly secretsManager?: boolean;
}

/**
 * Defines the private network of the functions that see prompts or hold data keys.
 *
 * Two zones of isolated subnets: nothing in them has a route to the internet, only to the endpoints of the AWS
 * services that the functions use. Each endpoint lets through what `allow` was told and nothing else.
 */
export class Network extends Construct {
  /**
   * Opens a way to hosts outside AWS.
   */
  public static egress(props: EgressProps): Egress {
    return new Egress(props.hosts);
  }

  /**
   * The VPC. Use it as an escape hatch.
   */
  public readonly vpc: ec2.Vpc;

  /**
   * Where functions run that see prompts or hold data keys, and reach no one outside AWS.
   */
  public readonly isolated: FunctionNetwork;

  /**
   * Where the gateway runs: as `isolated`, but with a way to the hosts of `egress` where there is one.
   */
  public readonly gateway: FunctionNetwork;

  private readonly endpoints = new Map<string, ec2.InterfaceVpcEndpoint | ec2.GatewayVpcEndpoint>();

  public constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);

    this.vpc = new ec2.Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: props.egress === undefined ? 0 : 1,
      // the default group is used by nothing; closing it would take a custom resource with rights over every group.
      restrictDefaultSecurityGroup: false,
      subnetConfiguration: [
        { name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
        ...(props.egress === undefined
          ? []
          : [
              { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
              { name: 'egress', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
            ]),
      ],
    });
    this.logFlows(props);

    const functions = new ec2.SecurityGroup(this, 'Functions', {
      vpc: this.vpc,
      description: 'Functions that see prompts or hold data keys',
      allowAllOutbound: false,
    });
    const doors = new ec2.SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc,
      description: 'Endpoints of AWS services',
      allowAllOutbound: false,
    });
    doors.addIngressRule(functions, ec2.Port.tcp(443), 'functions to AWS services');
    functions.addEgressRule(doors, ec2.Port.tcp(443), 'functions to AWS services');
    if (props.bedrock ?? true) {
      this.addInterface('bedrock-runtime', ec2.InterfaceVpcEndpointAwsService.BEDROCK_RUNTIME, doors);
    }
    this.addInterface('kms', ec2.InterfaceVpcEndpointAwsService.KMS, doors);
    if (props.secretsManager) {
      this.addInterface('secretsmanager', ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER, doors);
    }
    this.addGateway('dynamodb', ec2.GatewayVpcEndpointAwsService.DYNAMODB);
    this.addGateway('s3', ec2.GatewayVpcEndpointAwsService.S3);
    // gateway endpoints have no security group: their traffic leaves to the service's public addresses.
    functions.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'DynamoDB and S3 through their gateway endpoints');

    this.isolated = {
      vpc: this.vpc,
      subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      securityGroups: [functions],
    };
    if (props.egress === undefined) {
      this.gateway = this.isolated;
    } else {
      new DomainAllowList(this, 'DomainAllowList', {
        vpc: this.vpc,
        hosts: props.egress.hosts,
        services: [...this.endpoints.keys()],
      });
      this.gateway = {
        vpc: this.vpc,
        subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        securityGroups: [functions],
      };
    }
    this.node.addValidation({ validate: () => this.openEndpoints() });
  }

  /**
   * Lets calls of this account through the endpoint of a service: these actions on these resources.
   *
   * An endpoint without a policy lets every call of every account through, so synth fails while one is left without.
   *
   * @param service `bedrock-runtime`, `kms`, `secretsmanager`, `dynamodb` or `s3`
   */
  public allow(service: string, actions: string[], resources: string[]): void {
    const endpoint = this.endpoints.get(service);
    if (endpoint === undefined) {
      throw new Error(
        `${this.node.path}: there is an endpoint for ${[...this.endpoints.keys()].join(', ')}, got '${service}'`,
      );
    }
    endpoint.addToPolicy(
      new iam.PolicyStatement({
        // as AWS documents it for endpoints: the star itself, and the condition for who.
        principals: [new iam.StarPrincipal()],
        actions,
        resources,
        conditions: { StringEquals: { 'aws:PrincipalAccount': Stack.of(this).account } },
      }),
    );
  }

  private addInterface(name: string, service: ec2.IInterfaceVpcEndpointService, group: ec2.ISecurityGroup): void {
    const endpoint = this.vpc.addInterfaceEndpoint(name, {
      service,
      open: false,
      securityGroups: [group],
      subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      privateDnsEnabled: true,
    });
    this.endpoints.set(name, endpoint);
  }

  private addGateway(name: string, service: ec2.IGatewayVpcEndpointService): void {
    this.endpoints.set(name, this.vpc.addGatewayEndpoint(name, { service }));
  }

  private openEndpoints(): string[] {
    return [...this.endpoints]
      .filter(([, endpoint]) => {
        const resource = endpoint.node.defaultChild as ec2.CfnVPCEndpoint;
        return Stack.of(this).resolve(resource.policyDocument) === undefined;
      })
      .map(([name]) => `the endpoint of ${name} would let every call through: say with 'allow' what it is for`);
  }

  private logFlows(props: NetworkProps): void {
    const logGroup = new EncryptedLogGroup(this, 'FlowLogs', { key: props.key, profile: props.profile });
    const role = new iam.Role(this, 'FlowLogRole', {
      assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    new iam.ManagedPolicy(this, 'FlowLogPolicy', {
      roles: [role],
      statements: [
        new iam.PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          resources: [logGroup.logGroupArn],
        }),
      ],
    });
    this.vpc.addFlowLog('Flows', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(logGroup, role.withoutPolicyUpdates()),
    });
  }
}

/**
 * Properties for `Network.egress`.
 */
export interface EgressProps {
  /**
   * Host names, exactly as the upstreams' base URLs have them; no wildcard.
   */
  readonly hosts: string[];
}
