import type { TemplateRule } from '../rule';
import { list, record } from '../template-view';

const GROUPS = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesSQLiRuleSet',
];

/** Managed groups work: none only counts, none is opened, and only body rules, which misfire on prompts, are labels. */
export const webAclGroups: TemplateRule = {
  id: 'API-NOCOUNT',
  info: 'A managed rule group is missing, only counts, or has been opened.',
  why: 'A group that counts protects nothing; a prompt trips body rules only, and those are read by their labels.',
  types: ['AWS::WAFv2::WebACL'],
  run: ({ properties }) => {
    const rules = list(properties.Rules).map(record);
    const groups = rules.flatMap((rule) => {
      const group = record(record(rule.Statement).ManagedRuleGroupStatement);
      return group.Name === undefined ? [] : [{ name: String(group.Name), rule, group }];
    });
    const missing = GROUPS.filter((name) => !groups.some((group) => group.name === name));
    const loose = groups.flatMap(({ name, rule, group }) => {
      const overrides = list(group.RuleActionOverrides).map(record);
      const opened = overrides.some((override) => {
        const actions = Object.keys(record(override.ActionToUse));
        return actions.includes('Allow') || (actions.includes('Count') && !/_BODY$/i.test(String(override.Name)));
      });
      return [
        ...('Count' in record(rule.OverrideAction) ? [`counting-${name}`] : []),
        ...(opened || list(group.ExcludedRules).length > 0 ? [`opened-${name}`] : []),
        ...(group.ScopeDownStatement === undefined ? [] : [`narrowed-${name}`]),
      ];
    });
    const rates = rules.filter(
      (rule) => 'RateBasedStatement' in record(rule.Statement) && 'Block' in record(rule.Action),
    );
    return [...missing.map((name) => `missing-${name}`), ...loose, ...(rates.length > 0 ? [] : ['no-rate-rule'])];
  },
};
