import * as fs from 'node:fs';
import { CfnResource, Stack, type PolicyValidationPluginReport } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import type { NagPack } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** A finding of a pack about one resource. */
export interface Finding {
  /** Qualified id: `Pack::Rule[finding]`. */
  readonly id: string;
  /** Path of the resource in the app. */
  readonly path: string;
  readonly description: string;
}

/** Findings of a pack's report. */
export function reportFindings(packName: string, report: PolicyValidationPluginReport): Finding[] {
  return report.violations.flatMap(({ ruleName, description, violatingResources }) =>
    violatingResources.map(({ constructPath }) => ({
      id: `${packName}::${ruleName}`,
      path: constructPath ?? '',
      description,
    })),
  );
}

/** Findings of packs over a construct tree, acknowledged ones too. */
export function findingsOf(packs: readonly NagPack[], root: IConstruct): Finding[] {
  return packs.flatMap((pack) => reportFindings(pack.name, pack.validateScope(root)));
}

/**
 * Findings of packs over a synthesized template.
 *
 * The packs look at constructs and do not see `addPropertyOverride`, which writes into the JSON behind them: what is
 * deployed is the JSON, so it is read back and judged as if it had been written by hand.
 *
 * @param pathOf path in the app of the resource with a logical id
 */
export function templateFindings(
  packs: readonly NagPack[],
  templateFile: string,
  pathOf: (logicalId: string) => string,
): Finding[] {
  // a stack without an app of ours: it gets one that never synthesizes itself when the process ends.
  const stack = new Stack(undefined, 'Template');
  // the include leaves the template's own metadata behind, which says what profile it has.
  stack.templateOptions.metadata = JSON.parse(fs.readFileSync(templateFile, 'utf8')).Metadata;
  new CfnInclude(stack, 'Json', { templateFile, allowCyclicalReferences: true });
  const paths = new Map(
    stack.node
      .findAll()
      .filter(CfnResource.isCfnResource)
      .map((resource) => [resource.node.path, pathOf(stack.resolve(resource.logicalId))]),
  );
  return findingsOf(packs, stack).map((finding) => ({ ...finding, path: paths.get(finding.path) ?? finding.path }));
}

/** Paths of a stack's resources by logical id. */
export function pathsOf(stack: Stack): ReadonlyMap<string, string> {
  return new Map(
    stack.node
      .findAll()
      .filter(CfnResource.isCfnResource)
      .filter((resource) => Stack.of(resource) === stack)
      .map((resource): [string, string] => [stack.resolve(resource.logicalId), resource.node.path]),
  );
}
