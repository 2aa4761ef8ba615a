import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { DomainConfig } from '../config/edge-config';
import { requireModernTls } from './modern-tls';
import { STAGE_NAME } from './stage-name';

/** What the domain needs. */
export interface CustomDomainProps {
  readonly domain: DomainConfig;
  readonly api: apigateway.RestApi;
}

/**
 * Defines the API's own host name: certificate, TLS policy, base path and, where its zone is given, the DNS record.
 *
 * The base path is the stage's name, so that a rule of the web ACL reads the same path under either host.
 */
export class CustomDomain extends Construct {
  public constructor(scope: Construct, id: string, { domain, api }: CustomDomainProps) {
    super(scope, id);
    const name = new apigateway.DomainName(this, 'Resource', {
      domainName: domain.name,
      certificate: acm.Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      endpointType: apigateway.EndpointType.REGIONAL,
    });
    requireModernTls(name.node.defaultChild as apigateway.CfnDomainName);
    new apigateway.CfnBasePathMapping(this, 'Mapping', {
      domainName: name.domainName,
      basePath: STAGE_NAME,
      restApiId: api.restApiId,
      stage: api.deploymentStage.stageName,
    });

    if (domain.hostedZone === undefined) return;
    const zone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: domain.hostedZone.id,
      zoneName: domain.hostedZone.name,
    });
    new route53.ARecord(this, 'Address', {
      zone,
      recordName: `${domain.name}.`,
      target: route53.RecordTarget.fromAlias(new targets.ApiGatewayDomain(name)),
    });
  }
}
