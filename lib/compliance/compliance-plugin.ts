import * as path from 'node:path';
import {
  Stack,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Acknowledgement } from './acknowledgement';
import { listProblems, strayAcknowledgements, type AcknowledgementProblem } from './acknowledgement-problems';
import { newPacks } from './packs';
import type { RecordedPack } from './recorded-pack';
import { pathsOf, templateFindings } from './template-findings';

/** What the plugin needs to know. */
export interface CompliancePluginProps {
  /** Entries with paths from the root of the app. */
  readonly acknowledgements: readonly Acknowledgement[];
  /** The packs that have judged the constructs, in this very synth. */
  readonly packs: readonly RecordedPack[];
  /** Entries whose resource does not exist. */
  readonly lost: readonly Acknowledgement[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * What no pack looks at: the acknowledgements themselves, and the JSON that is deployed.
 *
 * Its findings are fatal, which CDK lets nobody acknowledge.
 */
export class CompliancePlugin implements IPolicyValidationPlugin {
  public readonly name = 'LlmApiCompliance';

  public constructor(private readonly props: CompliancePluginProps) {}

  public validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const root = (context as IPolicyValidationContext & { appConstruct?: IConstruct }).appConstruct;
    if (root === undefined) throw new Error('this version of aws-cdk-lib gives validation plugins no construct tree');

    const listed = new Map<string, Set<string>>();
    for (const { path: at, id } of this.props.acknowledgements) {
      listed.set(at, (listed.get(at) ?? new Set()).add(id));
    }
    const problems: AcknowledgementProblem[] = [
      ...listProblems(this.props.acknowledgements, this.props.today),
      ...this.props.lost.map(({ path: at, id }) => ({
        rule: 'ack-lost',
        path: at,
        problem: `'${id}' is acknowledged for a resource that does not exist: remove it from the list`,
      })),
      ...strayAcknowledgements(root, listed),
      ...this.overridden(root, listed, context.templatePaths),
    ];
    return {
      success: problems.length === 0,
      violations: problems.map(({ rule, path: at, problem }) => ({
        ruleName: rule,
        description: problem,
        severity: 'fatal',
        violatingResources: [{ constructPath: at, locations: [] }],
      })),
    };
  }

  /** Findings that only the JSON has: an override wrote them behind the constructs. */
  private overridden(
    root: IConstruct,
    listed: ReadonlyMap<string, ReadonlySet<string>>,
    templateFiles: readonly string[],
  ): AcknowledgementProblem[] {
    const key = (id: string, at: string) => `${at}\0${id}`;
    const seen = new Set(this.props.packs.flatMap((pack) => pack.findings()).map(({ id, path: at }) => key(id, at)));
    const stacks = new Map(
      root.node
        .findAll()
        .filter(Stack.isStack)
        .map((stack) => [stack.templateFile, stack]),
    );
    return templateFiles.flatMap((file) => {
      try {
        const stack = stacks.get(path.basename(file));
        const paths = stack === undefined ? new Map<string, string>() : pathsOf(stack);
        return templateFindings(newPacks(), file, (logicalId) => paths.get(logicalId) ?? logicalId)
          .filter(({ id, path: at }) => !seen.has(key(id, at)) && !(listed.get(at)?.has(id) ?? false))
          .map(({ id, path: at, description }) => ({
            rule: 'in-template-only',
            path: at,
            problem: `${id} in the synthesized template, though not in the constructs: ${description}`,
          }));
      } catch (error) {
        // a template that cannot be read back is not known to be safe.
        const reason = error instanceof Error ? error.message : String(error);
        return [{ rule: 'template-unreadable', path: path.basename(file), problem: `cannot be judged: ${reason}` }];
      }
    });
  }
}
