import type { CfnIPSet, CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { patternOfNumbersAbove } from './above';
import { SECURITY_HEADERS } from './error-shape';

/** Address sets of the web ACL. */
export interface WebAclSets {
  readonly blockedV4: CfnIPSet;
  readonly blockedV6: CfnIPSet;
  readonly stoppedV4: CfnIPSet;
  readonly stoppedV6: CfnIPSet;
}

/** A rule without its place and metric, which the web ACL gives it. */
export type RuleDraft = Omit<CfnWebACL.RuleProperty, 'priority' | 'visibilityConfig'>;

type Statement = CfnWebACL.StatementProperty;

const NONE = [{ priority: 0, type: 'NONE' }];
const LOWERCASE = [{ priority: 0, type: 'LOWERCASE' }];

/** Only prompts are excused from the body rules of managed groups: their text is the guard's to judge. */
const PROMPT_PATHS = '/v1/';

/** Managed groups, each with the rules that misfire on prompts: they label, and a rule of ours reads the labels. */
const MANAGED_GROUPS: readonly {
  readonly name: string;
  readonly labels: string;
  readonly counted: readonly string[];
}[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', labels: 'amazon-ip-list', counted: [] },
  {
    name: 'AWSManagedRulesCommonRuleSet',
    labels: 'core-rule-set',
    counted: [
      'SizeRestrictions_BODY',
      'CrossSiteScripting_BODY',
      'GenericLFI_BODY',
      'GenericRFI_BODY',
      'EC2MetaDataSSRF_BODY',
    ],
  },
  {
    name: 'AWSManagedRulesKnownBadInputsRuleSet',
    labels: 'known-bad-inputs',
    counted: ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY', 'ReactJSRCE_BODY'],
  },
  { name: 'AWSManagedRulesSQLiRuleSet', labels: 'sql-database', counted: ['SQLi_BODY', 'SQLiExtendedPatterns_BODY'] },
];

/** The prepared stop: with all addresses in its sets, nobody is served. */
export function stopRule(sets: WebAclSets): RuleDraft {
  return {
    name: 'Stopped',
    action: block(503, 'stopped'),
    statement: anyOf([inSet(sets.stoppedV4), inSet(sets.stoppedV6)]),
  };
}

/** Who may not call at all, and how often anyone may. */
export function addressRules(
  sets: WebAclSets,
  rates: { readonly requestsPerAddress: number; readonly anonymousRequestsPerAddress: number },
): RuleDraft[] {
  const rate = (limit: number, scopeDownStatement?: Statement): Statement => ({
    rateBasedStatement: { aggregateKeyType: 'IP', limit, evaluationWindowSec: 300, scopeDownStatement },
  });
  return [
    {
      name: 'BlockedAddresses',
      action: block(403, 'blocked'),
      statement: anyOf([inSet(sets.blockedV4), inSet(sets.blockedV6)]),
    },
    { name: 'RatePerAddress', action: block(429, 'limited', '300'), statement: rate(rates.requestsPerAddress) },
    {
      name: 'AnonymousRatePerAddress',
      action: block(429, 'limited', '300'),
      statement: rate(rates.anonymousRequestsPerAddress, not(hasHeader('authorization'))),
    },
  ];
}

/** What no request may be, whoever sends it. */
export function requestRules(maxBodyBytes: number): RuleDraft[] {
  return [
    {
      // a compressed body hides from every rule behind this one.
      name: 'EncodedBody',
      action: block(415, 'encoded'),
      statement: allOf([
        hasHeader('content-encoding'),
        not({
          byteMatchStatement: {
            fieldToMatch: header('content-encoding'),
            positionalConstraint: 'EXACTLY',
            searchString: 'identity',
            textTransformations: LOWERCASE,
          },
        }),
      ]),
    },
    {
      name: 'BodyTooLarge',
      action: block(413, 'too-large'),
      statement: {
        regexMatchStatement: {
          fieldToMatch: header('content-length'),
          regexString: patternOfNumbersAbove(maxBodyBytes),
          textTransformations: NONE,
        },
      },
    },
    {
      // a body that WAF sees only the beginning of: labelled for whoever reads the logs, judged by the guard.
      name: 'BodyBeyondInspection',
      action: { count: {} },
      ruleLabels: [{ name: 'llm-api:body-beyond-inspection' }],
      statement: {
        sizeConstraintStatement: {
          fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
          comparisonOperator: 'GE',
          size: 65_536,
          textTransformations: NONE,
        },
      },
    },
  ];
}

/** AWS's managed groups, and what their labels mean outside of prompts. */
export function managedRules(): RuleDraft[] {
  const counting = MANAGED_GROUPS.filter(({ counted }) => counted.length > 0);
  return [
    ...MANAGED_GROUPS.map(({ name, counted }) => ({
      name,
      overrideAction: { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name,
          ...(counted.length === 0
            ? {}
            : { ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })) }),
        },
      },
    })),
    {
      name: 'BodyRulesOutsidePrompts',
      action: block(403, 'blocked'),
      statement: allOf([
        anyOf(
          counting.map(({ labels }) => ({
            labelMatchStatement: { scope: 'NAMESPACE', key: `awswaf:managed:aws:${labels}:` },
          })),
        ),
        not({
          byteMatchStatement: {
            fieldToMatch: { uriPath: {} },
            positionalConstraint: 'STARTS_WITH',
            searchString: PROMPT_PATHS,
            textTransformations: NONE,
          },
        }),
      ]),
    },
  ];
}

function block(status: number, body: string, retryAfter?: string): CfnWebACL.RuleActionProperty {
  const headers = { ...SECURITY_HEADERS, ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }) };
  return {
    block: {
      customResponse: {
        responseCode: status,
        customResponseBodyKey: body,
        responseHeaders: Object.entries(headers).map(([name, value]) => ({ name, value })),
      },
    },
  };
}

function inSet(set: CfnIPSet): Statement {
  return { ipSetReferenceStatement: { arn: set.attrArn } };
}

function header(name: string): CfnWebACL.FieldToMatchProperty {
  return { singleHeader: { Name: name } };
}

function hasHeader(name: string): Statement {
  return {
    sizeConstraintStatement: {
      fieldToMatch: header(name),
      comparisonOperator: 'GT',
      size: 0,
      textTransformations: NONE,
    },
  };
}

function allOf(statements: Statement[]): Statement {
  return { andStatement: { statements } };
}

function anyOf(statements: Statement[]): Statement {
  return { orStatement: { statements } };
}

function not(statement: Statement): Statement {
  return { notStatement: { statement } };
}
