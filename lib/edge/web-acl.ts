import { Names, Stack, Fn } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { EncryptedLogGroup } from '../private/encrypted-log-group';
import type { Profile } from '../profile';
import { errorText } from './error-shape';
import { addressRules, managedRules, requestRules, stopRule, type WebAclSets } from './web-acl-rules';

/** What the web ACL needs. */
export interface WebAclProps {
  readonly profile: Profile;
  readonly key: kms.IKey;
  readonly maxBodyBytes: number;
  readonly requestsPerAddress: number;
  readonly anonymousRequestsPerAddress: number;
}

/** Bodies of WAF's own answers. Its headers are static, so they carry no request id. */
const BODIES: Readonly<Record<string, { message: string; type: string; code: string }>> = {
  blocked: { message: 'The request was refused.', type: 'permission_error', code: 'request_blocked' },
  stopped: { message: 'The API is stopped for now.', type: 'server_error', code: 'api_stopped' },
  'too-large': {
    message: 'The request is larger than this API accepts.',
    type: 'invalid_request_error',
    code: 'payload_too_large',
  },
  encoded: {
    message: 'A Content-Encoding is not accepted: send the body uncompressed.',
    type: 'invalid_request_error',
    code: 'unsupported_encoding',
  },
  limited: {
    message: 'The limit of requests a minute is reached.',
    type: 'rate_limit_error',
    code: 'requests_per_minute_exceeded',
  },
};

/**
 * Defines what is refused before anyone is authenticated, and the address sets that containment may fill.
 *
 * WAF sees at most 64 KB of a body and cannot judge a prompt: it bounds sizes, rates and encodings, and its managed
 * rules watch everything but prompts. The guard inspects every byte.
 */
export class WebAcl extends Construct {
  public readonly acl: wafv2.CfnWebACL;

  /** Addresses that are refused. Containment adds to them; a deployment never takes an address back out. */
  public readonly sets: WebAclSets;

  public readonly logGroup: logs.ILogGroup;

  public constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const set = (name: string, version: string) =>
      new wafv2.CfnIPSet(this, `${name}${version}`, {
        scope: 'REGIONAL',
        ipAddressVersion: `IPV${version.slice(1)}`,
        addresses: [],
        description: `${name}: filled by containment only`,
      });
    this.sets = {
      blockedV4: set('Blocked', 'V4'),
      blockedV6: set('Blocked', 'V6'),
      stoppedV4: set('Stopped', 'V4'),
      stoppedV6: set('Stopped', 'V6'),
    };

    this.acl = new wafv2.CfnWebACL(this, 'Resource', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      description: 'Hardened LLM API',
      visibilityConfig: visibility('WebAcl'),
      customResponseBodies: Object.fromEntries(
        Object.entries(BODIES).map(([name, error]) => [
          name,
          { contentType: 'APPLICATION_JSON', content: errorText(error) },
        ]),
      ),
      associationConfig: {
        requestBody: {
          API_GATEWAY: { defaultSizeInspectionLimit: 'KB_64' },
          COGNITO_USER_POOL: { defaultSizeInspectionLimit: 'KB_64' },
        },
      },
      // sampled requests are shown in the console to whoever may look at the web ACL: not with tokens in them.
      dataProtectionConfig: {
        dataProtections: [
          { field: { fieldType: 'BODY' }, action: 'SUBSTITUTION' },
          {
            field: { fieldType: 'SINGLE_HEADER', fieldKeys: ['authorization', 'x-api-key', 'cookie'] },
            action: 'SUBSTITUTION',
          },
        ],
      },
      rules: [
        stopRule(this.sets),
        ...addressRules(this.sets, props),
        ...requestRules(props.maxBodyBytes),
        ...managedRules(),
      ].map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) })),
    });

    this.logGroup = this.logTo(props);
  }

  /** Puts the web ACL in front of a stage, a user pool … */
  public protect(id: string, resourceArn: string): wafv2.CfnWebACLAssociation {
    return new wafv2.CfnWebACLAssociation(this, id, { resourceArn, webAclArn: this.acl.attrArn });
  }

  private logTo(props: WebAclProps): logs.ILogGroup {
    const { partition, region, account, stackId } = Stack.of(this);
    // WAF asks for the prefix. The stack's id keeps a second deployment apart from what the first has left behind.
    const unique = Names.uniqueResourceName(this, { maxLength: 64, separator: '-' });
    const logGroup = new EncryptedLogGroup(this, 'Logs', {
      key: props.key,
      profile: props.profile,
      logGroupName: `aws-waf-logs-${unique}-${Fn.select(2, Fn.split('/', stackId))}`,
    });
    const delivery = new logs.ResourcePolicy(this, 'Delivery', {
      policyStatements: [
        new iam.PolicyStatement({
          principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          // written out: the group's own ARN ends with `:*`, and with a stream's name behind it matches nothing.
          resources: [`arn:${partition}:logs:${region}:${account}:log-group:${logGroup.logGroupName}:log-stream:*`],
          conditions: {
            StringEquals: { 'aws:SourceAccount': account },
            ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
          },
        }),
      ],
    });
    const logging = new wafv2.CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: this.acl.attrArn,
      logDestinationConfigs: [`arn:${partition}:logs:${region}:${account}:log-group:${logGroup.logGroupName}`],
      redactedFields: ['authorization', 'x-api-key', 'cookie'].map((name) => ({ singleHeader: { Name: name } })),
      // the access log has every request that came through; here only what a rule has matched.
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((action) => ({
              ActionCondition: { Action: action },
            })),
          },
        ],
      },
    });
    logging.node.addDependency(delivery);
    return logGroup;
  }
}

function visibility(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
