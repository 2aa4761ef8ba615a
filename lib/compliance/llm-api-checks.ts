import { Stack, type CfnResource } from 'aws-cdk-lib';
import { NagMessageLevel, NagPack, NagRuleCompliance, type NagPackProps } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { LLM_API_RULES } from './rules';
import { viewOfStack, type TemplateView } from './template-view';

/**
 * Rules of this product about a template, printed as `LLM-<row of the catalogue of controls>`.
 *
 * They see property overrides, and resource types that cdk-nag does not look at.
 */
export class LlmApiChecks extends NagPack {
  /**
   * Namespace of the rules' ids.
   */
  public readonly name: string = 'LLM';

  private readonly views = new WeakMap<Stack, TemplateView>();

  /**
   * @param scope where suppressions are written to, as for every pack
   * @param props options of every pack
   */
  public constructor(scope?: IConstruct, props?: NagPackProps) {
    super(scope, props);
    this.packName = 'LLM';
  }

  /**
   * Applies every rule to one resource.
   */
  protected checkResource(node: CfnResource): void {
    const rules = LLM_API_RULES.filter(({ types }) => types.includes(node.cfnResourceType));
    if (rules.length === 0) return;
    const template = this.viewOf(Stack.of(node));
    const logicalId: string = Stack.of(node).resolve(node.logicalId);
    const resource = template.resources.find((candidate) => candidate.logicalId === logicalId);
    for (const rule of rules) {
      if (rule.productionOnly && template.profile === 'trial') continue;
      this.applyRule({
        ruleSuffixOverride: rule.id,
        info: rule.info,
        explanation: rule.why,
        level: NagMessageLevel.ERROR,
        node,
        rule: () => {
          // a resource that has no JSON cannot be judged: cdk-nag makes a thrown error a finding.
          if (resource === undefined) throw new Error(`${logicalId} is not in its template`);
          const findings = rule.run(resource, template);
          return findings.length === 0 ? NagRuleCompliance.COMPLIANT : findings;
        },
      });
    }
  }

  private viewOf(stack: Stack): TemplateView {
    const known = this.views.get(stack);
    if (known !== undefined) return known;
    const view = viewOfStack(stack);
    this.views.set(stack, view);
    return view;
  }
}
