import { CfnResource, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Acknowledgement } from './acknowledgement';

/** What is wrong with an acknowledgement, and where. */
export interface AcknowledgementProblem {
  readonly rule: string;
  readonly path: string;
  readonly problem: string;
}

const QUALIFIED = /^(?!Annotation::)[A-Za-z0-9.]+::[^\s].*$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What is wrong with the entries of a list by themselves. */
export function listProblems(list: readonly Acknowledgement[], today: string): AcknowledgementProblem[] {
  return list.flatMap(({ path, id, reason, owner, expires }) => {
    const wrong = (rule: string, problem: string) => ({ rule, path, problem });
    return [
      ...(QUALIFIED.test(id)
        ? []
        : [wrong('ack-qualified', `'${id}' must be qualified: Pack::Rule or Pack::Rule[finding]`)]),
      ...(reason.length >= 40
        ? []
        : [wrong('ack-reason', `'${id}' needs a reason of at least 40 characters, got ${reason.length}`)]),
      ...(owner.trim().length > 0 ? [] : [wrong('ack-owner', `'${id}' needs an owner, got none`)]),
      ...(DAY.test(expires) && !Number.isNaN(Date.parse(expires))
        ? expires >= today
          ? []
          : [wrong('ack-expired', `'${id}' has expired on ${expires}: decide again`)]
        : [wrong('ack-expiry', `'${id}' needs an expiry as YYYY-MM-DD, got '${expires}'`)]),
    ];
  });
}

/** Acknowledgements in the construct tree that are not in a list: nobody has answered for them. */
export function strayAcknowledgements(
  root: IConstruct,
  listed: ReadonlyMap<string, ReadonlySet<string>>,
): AcknowledgementProblem[] {
  return root.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.keys(data as object))
      // CDK acknowledges warnings of its own, and false alarms of its own validator: no findings of a pack.
      .filter((id) => !/^(Annotation::@aws-cdk\/|CloudFormation-Validate::)/.test(id))
      .filter((id) => !(listed.get(construct.node.path)?.has(id) ?? false))
      .map((id) => ({
        rule: 'ack-unlisted',
        path: construct.node.path,
        problem: `'${id.replace(/^Annotation::/, '')}' is acknowledged ${
          CfnResource.isCfnResource(construct) ? '' : 'for everything below '
        }but not in the list of acknowledgements`,
      })),
  );
}
