import { Duration, Names } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { EncryptedLogGroup } from '../private/encrypted-log-group';
import { SCOPE_TABLE } from '../private/scope-table';
import type { Profile } from '../profile';
import { ACCESS_LOG_FORMAT } from './access-log-format';
import { addGatewayResponses } from './gateway-responses';
import { requireModernTls } from './modern-tls';
import { endpointsOnly } from './private-endpoint';
import { requestModels } from './request-models';
import { STAGE_NAME } from './stage-name';

/** What the REST API needs. */
export interface GuardedRestApiProps {
  readonly profile: Profile;
  readonly key: kms.IKey;
  readonly gateway: lambda.IFunction;
  readonly gatewayTimeoutSeconds: number;
  readonly authorizer: lambda.IFunction;
  readonly maxBodyBytes: number;
  readonly maxMessages: number;
  readonly requestsPerSecond: number;
  readonly burst: number;
  /** Whether the API has a host name of its own, and the one that AWS gives is switched off. */
  readonly ownDomain: boolean;
  /** Endpoints through which alone a private API is reached; empty for a public one. */
  readonly vpcEndpointIds: readonly string[];
}

/**
 * Defines the REST API: every method of the scope table and no other, each with authorizer, key, validator, model and
 * throttle, all streamed from one function.
 */
export class GuardedRestApi extends Construct {
  public readonly api: apigateway.RestApi;
  public readonly accessLog: logs.ILogGroup;

  public constructor(scope: Construct, id: string, props: GuardedRestApiProps) {
    super(scope, id);
    this.accessLog = new EncryptedLogGroup(this, 'AccessLog', { key: props.key, profile: props.profile });
    // no function reads it: a backend that a consumer adds over HTTP can tell this API by it.
    const certificate = new apigateway.CfnClientCertificate(this, 'ClientCertificate', {
      description: 'Hardened LLM API',
    });
    this.api = new apigateway.RestApi(this, 'Resource', {
      // by default the name would be the id of the construct: the same in every stack.
      restApiName: Names.uniqueResourceName(this, { maxLength: 128, separator: '-' }),
      description: 'Hardened LLM API',
      // the role that writes execution logs is one an account: never taken over silently.
      cloudWatchRole: false,
      ...this.reachedBy(props),
      // the key of the usage plan comes from the verified token; a key that a caller sends is ignored.
      apiKeySourceType: apigateway.ApiKeySourceType.AUTHORIZER,
      deployOptions: {
        stageName: STAGE_NAME,
        accessLogDestination: new apigateway.LogGroupLogDestination(this.accessLog),
        accessLogFormat: apigateway.AccessLogFormat.custom(ACCESS_LOG_FORMAT),
        tracingEnabled: true,
        clientCertificateId: certificate.attrClientCertificateId,
        ...this.methodOptions(props),
      },
    });
    // the façade writes the outputs, and none else.
    this.api.node.tryRemoveChild('Endpoint');
    const resource = this.api.node.defaultChild as apigateway.CfnRestApi;
    requireModernTls(resource);

    this.addMethods(props);
    addGatewayResponses(this.api);
  }

  private reachedBy({ ownDomain, vpcEndpointIds }: GuardedRestApiProps): Partial<apigateway.RestApiProps> {
    if (vpcEndpointIds.length === 0) {
      return {
        endpointConfiguration: { types: [apigateway.EndpointType.REGIONAL] },
        disableExecuteApiEndpoint: ownDomain ? true : undefined,
      };
    }
    return {
      endpointConfiguration: {
        types: [apigateway.EndpointType.PRIVATE],
        vpcEndpoints: vpcEndpointIds.map((id, index) =>
          ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(this, `Endpoint${index}`, {
            vpcEndpointId: id,
            port: 443,
          }),
        ),
      },
      policy: endpointsOnly(vpcEndpointIds),
    };
  }

  private methodOptions(props: GuardedRestApiProps): apigateway.StageOptions {
    const common: apigateway.MethodDeploymentOptions = {
      throttlingRateLimit: props.requestsPerSecond,
      throttlingBurstLimit: props.burst,
      metricsEnabled: true,
      // execution logs name errors; bodies never get into them.
      loggingLevel: apigateway.MethodLoggingLevel.ERROR,
      dataTraceEnabled: false,
    };
    return {
      ...common,
      methodOptions: Object.fromEntries(SCOPE_TABLE.map(({ method, path }) => [`${path}/${method}`, common])),
    };
  }

  private addMethods(props: GuardedRestApiProps): void {
    const authorizer = new apigateway.RequestAuthorizer(this, 'Authorizer', {
      handler: props.authorizer,
      // the token alone: the cached policy serves every path, so it must depend on nothing else.
      identitySources: [apigateway.IdentitySource.header('Authorization')],
      resultsCacheTtl: Duration.minutes(5),
    });
    const integration = new apigateway.LambdaIntegration(props.gateway, {
      responseTransferMode: apigateway.ResponseTransferMode.STREAM,
      // the function ends first, settles and answers; a streamed integration may last fifteen minutes.
      timeout: Duration.seconds(Math.min(props.gatewayTimeoutSeconds + 5, 900)),
      allowTestInvoke: false,
    });
    const models = requestModels({ maxBodyBytes: props.maxBodyBytes, maxMessages: props.maxMessages });
    const bodyValidator = this.api.addRequestValidator('BodyValidator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const parameterValidator = this.api.addRequestValidator('ParameterValidator', {
      validateRequestBody: false,
      validateRequestParameters: true,
    });

    for (const { method, path } of SCOPE_TABLE) {
      const schema = models[path];
      if (method === 'POST' && schema === undefined) {
        throw new Error(`${this.node.path}: every POST method needs a request model, got none for ${path}`);
      }
      this.api.root.resourceForPath(path).addMethod(method, integration, {
        authorizer,
        authorizationType: apigateway.AuthorizationType.CUSTOM,
        apiKeyRequired: true,
        requestValidator: schema === undefined ? parameterValidator : bodyValidator,
        // `$default`, because validation is skipped for a Content-Type that has no model.
        ...(schema === undefined
          ? {}
          : {
              requestModels: {
                $default: this.api.addModel(`Model${schema.title}`, { contentType: 'application/json', schema }),
              },
            }),
      });
    }
  }
}
