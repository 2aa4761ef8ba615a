import { Stage, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Acknowledgement } from './acknowledgement';
import { CompliancePlugin } from './compliance-plugin';
import { newPacks } from './packs';
import { RecordedPack } from './recorded-pack';

/**
 * Properties for `Compliance.enforce`.
 */
export interface EnforceProps {
  /**
   * Findings that stay: everything else fails the synth. Paths are from the root of the app.
   *
   * @default - nothing is acknowledged
   */
  readonly acknowledgements?: Acknowledgement[];

  /**
   * The day on which expiries are judged, `YYYY-MM-DD`.
   *
   * @default - today
   */
  readonly today?: string;
}

/**
 * Makes every synth of an app fail on what a rule pack finds, unless it is in the list of acknowledgements.
 */
export class Compliance {
  /**
   * Judges everything in an app or stage: by the six packs of cdk-nag, by the rules of this product, and all of them
   * again over the synthesized JSON. Call it once, when all stacks are there.
   */
  public static enforce(scope: IConstruct, props: EnforceProps = {}): void {
    const stage = Stage.isStage(scope) ? scope : Stage.of(scope);
    if (stage === undefined) throw new Error(`${scope.node.path}: is in no app or stage, so nothing can be enforced`);
    const acknowledgements = props.acknowledgements ?? [];
    const lost: Acknowledgement[] = [];
    for (const acknowledgement of acknowledgements) {
      const resource = resourceAt(stage, acknowledgement.path);
      if (resource === undefined) {
        lost.push(acknowledgement);
        continue;
      }
      Validations.of(resource).acknowledge({ id: acknowledgement.id, reason: acknowledgement.reason });
    }
    const packs = newPacks().map((pack) => new RecordedPack(pack));
    Validations.of(stage).addPlugins(
      ...packs,
      // after the packs, whose findings it compares with those of the JSON.
      new CompliancePlugin({
        packs,
        acknowledgements,
        lost,
        today: props.today ?? new Date().toISOString().slice(0, 10),
      }),
    );
  }

  private constructor() {}
}

function resourceAt(root: IConstruct, path: string): IConstruct | undefined {
  return path.split('/').reduce<IConstruct | undefined>((at, id) => at?.node.tryFindChild(id), root);
}
