import type { AccountPorts } from './account-ports';
import { complaint, ok, type DoctorCheck } from './finding';

/** What is there once an account or once a Region, and has to be there first. */
export const ACCOUNT_CHECKS: readonly DoctorCheck<AccountPorts>[] = [
  {
    name: 'template',
    run: async ({ plan }) =>
      plan === undefined
        ? complaint(
            'unknown',
            'template',
            'no synthesized template in cdk.out',
            'what a deployment needs is counted in it: quotas were not compared',
            'npm run synth',
          )
        : ok(
            'template',
            `${plan.models.length} Bedrock models, ${plan.reservedConcurrency} units of Lambda concurrency set aside`,
          ),
  },
  {
    name: 'stack',
    run: async ({ stackStatus }) => {
      const status = await stackStatus();
      if (
        status === undefined ||
        /^(CREATE|UPDATE)_COMPLETE$|^UPDATE_ROLLBACK_COMPLETE$|^DELETE_COMPLETE$/.test(status)
      )
        return ok('stack', status ?? 'none yet');
      if (/_IN_PROGRESS$/.test(status))
        return complaint(
          'warning',
          'stack',
          status,
          'somebody deploys it right now',
          'npx cdk diff, when it has ended',
        );
      return complaint(
        'failed',
        'stack',
        status,
        'an earlier deployment ended in the middle: the next one is refused',
        status === 'ROLLBACK_COMPLETE' ? 'npx cdk destroy' : 'npx cdk rollback',
      );
    },
  },
  {
    name: 'bootstrap',
    run: async ({ bootstrapVersion, plan }) => {
      const version = await bootstrapVersion();
      const needed = plan?.bootstrapVersion ?? 6;
      if (version !== undefined && version >= needed) return ok('bootstrap', `version ${version}`);
      return complaint(
        'failed',
        'bootstrap',
        version === undefined ? 'none in this account and Region' : `version ${version}, ${needed} is needed`,
        'cdk deploy has no bucket and no roles to work with',
        'npx cdk bootstrap',
      );
    },
  },
  {
    name: 'API Gateway role',
    run: async ({ logsRoleOfApiGateway, plan }) => {
      const role = await logsRoleOfApiGateway();
      if (role !== undefined && role !== '') return ok('API Gateway role', role);
      if (plan?.logsOfApi === false) return ok('API Gateway role', 'none, and none is needed');
      return complaint(
        'failed',
        'API Gateway role',
        'none',
        'API Gateway refuses a stage that logs; the role is one an account and Region, and is never taken over silently',
        'aws apigateway update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=ARN (a role for apigateway.amazonaws.com with AmazonAPIGatewayPushToCloudWatchLogs)',
      );
    },
  },
  {
    name: 'domain prefix',
    run: async ({ plan, domain }) => {
      const prefix = plan?.domainPrefix;
      if (prefix === undefined) return ok('domain prefix', "derived from the stack's id");
      const state = await domain(prefix);
      if (state !== 'taken')
        return ok('domain prefix', `${prefix} is ${state === 'own' ? "the stack's" : 'not in use here'}`);
      return complaint(
        'failed',
        'domain prefix',
        `${prefix} belongs to another user pool`,
        'a prefix is unique in a Region over all accounts: the deployment is refused',
        'choose another identity.domainPrefix in llm-api.config.json, then npm run synth',
      );
    },
  },
  {
    name: 'trail',
    run: async ({ trails, plan }) => {
      const found = await trails();
      const [whole] = found.filter(({ allRegions }) => allRegions);
      if (whole) return ok('trail', `${whole.name}, over all Regions`);
      if ((plan?.trails ?? 0) > 0) return ok('trail', 'the deployment makes one');
      return complaint(
        'warning',
        'trail',
        found.length === 0 ? 'none' : `${found.map(({ name }) => name).join(', ')}, one Region only`,
        'alarms on tampering wait for events that only a trail delivers',
        'aws cloudtrail create-trail --name organization --s3-bucket-name BUCKET --is-multi-region-trail --enable-log-file-validation',
      );
    },
  },
];
