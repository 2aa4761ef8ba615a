import { list, record } from '../access/concrete';

/** Capacity of AWS's own rule groups, as their documentation has it. */
const MANAGED: Readonly<Record<string, number>> = {
  AWSManagedRulesAdminProtectionRuleSet: 100,
  AWSManagedRulesAmazonIpReputationList: 25,
  AWSManagedRulesAnonymousIpList: 50,
  AWSManagedRulesCommonRuleSet: 700,
  AWSManagedRulesKnownBadInputsRuleSet: 200,
  AWSManagedRulesLinuxRuleSet: 200,
  AWSManagedRulesSQLiRuleSet: 200,
};

/** Capacity of a byte match by where it looks. */
const POSITIONS: Readonly<Record<string, number>> = {
  CONTAINS: 10,
  CONTAINS_WORD: 10,
  ENDS_WITH: 2,
  EXACTLY: 2,
  STARTS_WITH: 2,
};

/**
 * Web ACL capacity units of a statement, by AWS's published costs.
 *
 * Never less than AWS counts: each text transformation costs 10 here, though equal ones on one field are counted once.
 *
 * @throws for a statement whose cost is not known: a new one has to be looked up
 */
export function capacityOf(statement: unknown): number {
  const [[kind, value] = ['nothing', undefined]] = Object.entries(record(statement));
  const inner = record(value);
  switch (kind) {
    case 'AndStatement':
    case 'OrStatement':
      return 1 + list(inner.Statements).reduce((sum: number, each) => sum + capacityOf(each), 0);
    case 'NotStatement':
      return 1 + capacityOf(inner.Statement);
    case 'GeoMatchStatement':
    case 'LabelMatchStatement':
      return 1;
    case 'IPSetReferenceStatement':
      return record(inner.IPSetForwardedIPConfig).Position === 'ANY' ? 5 : 1;
    case 'ManagedRuleGroupStatement': {
      const capacity = MANAGED[String(inner.Name)];
      if (capacity === undefined) throw new Error(`web ACL: the capacity of ${String(inner.Name)} is not known here`);
      return capacity + (inner.ScopeDownStatement === undefined ? 0 : capacityOf(inner.ScopeDownStatement));
    }
    case 'RateBasedStatement':
      return (
        2 +
        30 * list(inner.CustomKeys).length +
        (inner.ScopeDownStatement === undefined ? 0 : capacityOf(inner.ScopeDownStatement))
      );
    case 'ByteMatchStatement':
      return field(inner, POSITIONS[String(inner.PositionalConstraint)] ?? 10);
    case 'SizeConstraintStatement':
      return field(inner, 1);
    case 'RegexMatchStatement':
      return field(inner, 3);
    case 'RegexPatternSetReferenceStatement':
      return field(inner, 25);
    case 'SqliMatchStatement':
      return field(inner, 20);
    case 'XssMatchStatement':
      return field(inner, 40);
    default:
      throw new Error(`web ACL: the capacity of ${kind} is not known here`);
  }
}

function field(
  { FieldToMatch: where, TextTransformations: transformations }: Readonly<Record<string, unknown>>,
  base: number,
): number {
  const fields = record(where);
  const doubled = 'JsonBody' in fields ? 2 : 1;
  const wide = 'AllQueryArguments' in fields || 'Headers' in fields || 'Cookies' in fields ? 10 : 0;
  const real = list(transformations).filter((each) => record(each).Type !== 'NONE').length;
  return base * doubled + wide + 10 * real;
}
