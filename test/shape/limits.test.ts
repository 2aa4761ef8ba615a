import { synthStack } from '../synth';
import { concreteTemplate } from '../../review/access/concrete';
import { orderProblems } from '../../review/shape/dependencies';
import { AWS_LIMITS, limitProblems, limitUses } from '../../review/shape/limits';
import { capacityOf } from '../../review/shape/web-acl-capacity';
import type { Template } from '../../review/template';
import { VARIANTS } from '../access/variants';

describe.each(['production', 'every provider'])('the stack of %s', (name) => {
  const { app, stack } = synthStack(VARIANTS[name]!);
  const text = JSON.stringify(app.synth({ skipValidation: true }).getStackByName(stack.stackName).template);
  const template = JSON.parse(text) as Template;
  const concrete = concreteTemplate(template);

  test('keeps every limit of AWS', () => {
    expect(limitProblems(concrete, template)).toEqual([]);
  });

  test('is measured in all that it holds', () => {
    const measured = limitUses(concrete, template).map(({ limit }) => limit.name);
    for (const limit of ['managed policy', 'key policy', 'request model', 'environment of a function']) {
      expect(measured).toContain(limit);
    }
  });

  test('says each order that AWS needs and CloudFormation does not see', () => {
    expect(orderProblems(template)).toEqual([]);
  });
});

test('each limit names its source', () => {
  for (const { source } of AWS_LIMITS) expect(source).toMatch(/^[\w-]+\/.+\.html$/);
});

describe('the capacity of a web ACL', () => {
  test.each<[string, object, number]>([
    ['an IP set', { IPSetReferenceStatement: { Arn: 'a' } }, 1],
    ['two in an or', { OrStatement: { Statements: [{ GeoMatchStatement: {} }, { LabelMatchStatement: {} }] } }, 3],
    ['a rate rule', { RateBasedStatement: { Limit: 100 } }, 2],
    ['a managed group', { ManagedRuleGroupStatement: { Name: 'AWSManagedRulesCommonRuleSet' } }, 700],
    [
      'a size with a transformation',
      { SizeConstraintStatement: { FieldToMatch: { Body: {} }, TextTransformations: [{ Type: 'LOWERCASE' }] } },
      11,
    ],
  ])('%s', (_, statement, capacity) => {
    expect(capacityOf(statement)).toBe(capacity);
  });

  test('is refused for what nobody has looked up', () => {
    expect(() => capacityOf({ AsnMatchStatement: {} })).toThrow('AsnMatchStatement is not known');
  });
});
