import type { AccountPorts, QuotaName } from './account-ports';
import { exists } from './existing-stack';
import { complaint, ok, type DoctorCheck, type Finding } from './finding';
import type { DeploymentPlan } from './plan';

/** Unreserved concurrency that Lambda never lets anybody take. */
const LEFT_UNRESERVED = 100;
const WEB_ACL_CAPACITY = 5_000;
/** Over this many units a web ACL costs more for each request. */
const WEB_ACL_INCLUDED = 1_500;

const QUOTAS: Readonly<
  Record<QuotaName, { readonly title: string; readonly needs: (plan: DeploymentPlan) => number; readonly mend: string }>
> = {
  vpcs: {
    title: 'VPCs',
    needs: ({ vpcs }) => vpcs,
    mend: 'aws service-quotas request-service-quota-increase --service-code vpc --quota-code L-F678F1CE --desired-value 10',
  },
  elasticIps: {
    title: 'Elastic IPs',
    needs: ({ elasticIps }) => elasticIps,
    mend: 'aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-0263D0A3 --desired-value 10',
  },
  webAcls: {
    title: 'web ACLs',
    needs: ({ webAcls }) => webAcls,
    mend: 'aws service-quotas list-service-quotas --service-code wafv2 --query "Quotas[?contains(QuotaName,\'web ACL\')]"',
  },
  restApis: {
    title: 'REST APIs',
    needs: ({ restApis }) => restApis,
    mend: 'aws service-quotas list-service-quotas --service-code apigateway --query "Quotas[?contains(QuotaName,\'APIs\')]"',
  },
  usagePlans: {
    title: 'usage plans',
    needs: ({ usagePlans }) => usagePlans,
    mend: 'aws service-quotas list-service-quotas --service-code apigateway --query "Quotas[?contains(QuotaName,\'Usage plans\')]"',
  },
  apiKeys: {
    title: 'API keys (one a tenant)',
    needs: () => 1,
    mend: 'aws service-quotas list-service-quotas --service-code apigateway --query "Quotas[?contains(QuotaName,\'API keys\')]"',
  },
  userPools: {
    title: 'user pools',
    needs: ({ userPools }) => userPools,
    mend: 'aws service-quotas list-service-quotas --service-code cognito-idp --query "Quotas[?contains(QuotaName,\'user pools\')]"',
  },
};

/** What an account may have, against what a deployment adds. */
export const QUOTA_CHECKS: readonly DoctorCheck<AccountPorts>[] = [
  {
    name: 'Lambda concurrency',
    run: async ({ concurrency, plan, stackStatus }) => {
      const { limit, unreserved } = await concurrency();
      const needed = plan?.reservedConcurrency;
      if (needed === undefined || exists(await stackStatus()))
        return ok('Lambda concurrency', `${unreserved} of ${limit} unreserved`);
      if (unreserved - needed >= LEFT_UNRESERVED)
        return ok('Lambda concurrency', `${unreserved} of ${limit} unreserved, ${needed} are set aside`);
      return complaint(
        'failed',
        'Lambda concurrency',
        `${unreserved} of ${limit} unreserved`,
        `${needed} are set aside and AWS keeps ${LEFT_UNRESERVED}: the deployment is refused; the trial profile sets none aside`,
        `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value ${needed + LEFT_UNRESERVED + 725}`,
      );
    },
  },
  ...(Object.keys(QUOTAS) as QuotaName[]).map((of): DoctorCheck<AccountPorts> => ({
    name: QUOTAS[of].title,
    run: (ports) => checkQuota(of, ports),
  })),
  {
    name: 'WAF capacity',
    run: async ({ plan, ruleGroupCapacity }) => {
      const groups = plan?.managedRuleGroups ?? [];
      const each = await Promise.all(groups.map(async (group) => ({ group, units: await ruleGroupCapacity(group) })));
      const missing = each.filter(({ units }) => units === undefined).map(({ group }) => group);
      if (missing.length > 0)
        return complaint(
          'failed',
          'WAF capacity',
          `no ${missing.join(', ')} in this Region`,
          'the web ACL names rule groups that AWS does not have here: the deployment is refused',
          'aws wafv2 list-available-managed-rule-groups --scope REGIONAL',
        );
      const units = each.reduce((sum, { units: more = 0 }) => sum + more, 0);
      if (units > WEB_ACL_CAPACITY)
        return complaint(
          'failed',
          'WAF capacity',
          `${units} units in the managed groups alone`,
          `a web ACL holds ${WEB_ACL_CAPACITY}: the deployment is refused`,
          'aws service-quotas list-service-quotas --service-code wafv2',
        );
      const price = units > WEB_ACL_INCLUDED ? `, over the ${WEB_ACL_INCLUDED} that a request's price includes` : '';
      return ok('WAF capacity', `${units} of ${WEB_ACL_CAPACITY} units in the managed groups${price}`);
    },
  },
];

async function checkQuota(
  of: QuotaName,
  { plan, quota, inUse, stackStatus }: AccountPorts,
): Promise<readonly Finding[]> {
  const { title, needs, mend } = QUOTAS[of];
  const needed = plan === undefined || exists(await stackStatus()) ? 0 : needs(plan);
  if (needed === 0 && of !== 'apiKeys') return [];
  const [{ limit, known }, used] = await Promise.all([quota(of), inUse(of)]);
  const of_ = `${used} of ${limit}${known ? '' : " (AWS's default: the quota was not read)"}`;
  if (used + needed <= limit) return [ok(title, of_)];
  return [complaint('failed', title, of_, `${needed} more are needed: the deployment is refused`, mend)];
}
